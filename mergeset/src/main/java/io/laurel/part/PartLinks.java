package io.laurel.part;

import io.laurel.env.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Second names for the files of parts, which are never written to again: a copy that costs no space as long as the
 * parts are there anyway, and keeps the bytes when they are not.
 *
 * <p>Linking is quick and is what happens while the {@link SwapGate} is closed; {@link #sync} is slow and comes after.
 * For one thread.
 */
public final class PartLinks {
    private final Disk disk;
    private final List<Path> folders = new ArrayList<>();

    public PartLinks(Disk disk) {
        this.disk = disk;
    }

    /** Makes a folder, whose parent must be there. */
    public void folder(Path folder) throws IOException {
        disk.createDirectory(folder);
        folders.add(folder);
    }

    /** Gives a file a second name in one of the folders. */
    public void file(Path source, Path target) throws IOException {
        disk.link(source, target);
    }

    /**
     * Links every part in folders that belong together, as {@link PartListing} sees them: what {@code txn/} has decided
     * counts as done.
     *
     * @param roots a month's two folders, or an index table's one; those that do not exist have no parts
     * @param targets a folder for each of them, made here
     */
    public void parts(List<Path> roots, List<Path> targets) throws IOException {
        for (Path target : targets) {
            folder(target);
        }
        for (PartListing.Place place : PartListing.list(disk, roots)) {
            int side = 0;
            while (!place.folder().startsWith(roots.get(side))) {
                side++;
            }
            Path target = targets.get(side).resolve(place.name());
            folder(target);
            for (String name : disk.list(place.folder())) {
                if (!disk.isDirectory(place.folder().resolve(name))) {
                    file(place.folder().resolve(name), target.resolve(name));
                }
            }
        }
    }

    /** Makes durable what was made here, the innermost first; the bytes of the files are durable already. */
    public void sync() throws IOException {
        for (int i = folders.size() - 1; i >= 0; i--) {
            disk.syncDirectory(folders.get(i));
        }
    }
}
