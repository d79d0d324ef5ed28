package io.laurel.part;

import io.laurel.env.Closing;
import io.laurel.env.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the parts of a table that is not ours to tidy up: it may be in use by another program, which adds parts and
 * merges them away at any moment, or lie there as a crash left it. Nothing is written.
 *
 * <p>A transaction that is not finished counts as if it were: its sources are not looked at, and a result that still
 * lies under {@code tmp/} is opened there. Since a folder cannot be listed in one moment, the parts are opened first
 * and then listed again; if the two lists differ, or a part vanished while it was being opened, it all starts anew.
 */
public final class PartListing {
    /** Another program swaps parts some times a second at most; what fails that often does not fail for haste. */
    private static final int MAX_ATTEMPTS = 20;

    private PartListing() {}

    /**
     * Where a part lies and what it is called.
     *
     * @param folder mostly, but not always, of that name
     */
    public record Place(Path folder, String name) {}

    /** Opens one part. */
    @FunctionalInterface
    public interface Opener<P extends LivePart> {
        P open(Place place) throws IOException;
    }

    /**
     * Opens all parts in folders that belong together, which are a month's two or an index table's one; folders that do
     * not exist have none.
     *
     * @throws IOException what the last attempt failed with; nothing stays open
     */
    public static <P extends LivePart> List<P> openAll(Disk disk, List<Path> roots, Opener<P> opener)
            throws IOException {
        for (int attempt = 1;; attempt++) {
            List<P> opened = new ArrayList<>();
            try {
                List<Place> places = list(disk, roots);
                for (Place place : places) {
                    opened.add(opener.open(place));
                }
                if (places.equals(list(disk, roots))) {
                    return opened;
                }
                throw new IOException("the parts in " + roots + " are being replaced faster than they can be opened");
            } catch (IOException | RuntimeException e) {
                Closing.after(e, opened);
                if (attempt == MAX_ATTEMPTS || e instanceof RuntimeException) {
                    throw e;
                }
            }
        }
    }

    /** The parts as they would be found after all transactions were carried out. */
    static List<Place> list(Disk disk, List<Path> roots) throws IOException {
        List<Place> places = new ArrayList<>();
        for (Path root : roots) {
            if (disk.isDirectory(root)) {
                for (String name : PartDirectory.open(disk, root).partNames()) {
                    places.add(new Place(root.resolve(name), name));
                }
            }
        }
        for (Path root : roots) {
            Path txn = root.resolve(PartDirectory.TXN);
            for (PartTransaction transaction : PartTransaction.readAll(disk, txn, roots)) {
                transaction.applyTo(places, disk);
            }
        }
        return places;
    }
}
