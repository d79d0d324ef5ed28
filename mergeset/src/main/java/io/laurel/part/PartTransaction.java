package io.laurel.part;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Swaps parts for the one they were merged into, so that after a crash at any moment the next open has either all the
 * sources or the result. One rename is atomic, several are not; a small text file makes them so.
 *
 * <pre>
 *   txn/18E9BB2F013D85C4
 *
 *   /srv/metrics/data/small/2022_05/&lt;source 1&gt;                        one line for each source on disk,
 *   /srv/metrics/data/small/2022_05/&lt;source 2&gt;                        in any folder; none for those in memory
 *   /srv/metrics/data/small/2022_05/tmp/18E9BB2F013D85C4 -&gt; /srv/metrics/data/small/2022_05/&lt;result&gt;
 *   +---------------- the result as written --------------+    +-------- its place, empty if there is none ------+
 * </pre>
 *
 * Lines end in LF, the last one may lack it. Paths are absolute, not resolved through symbolic links, and UTF-8. With
 * an empty place the line ends in the blank after the arrow, and what is under {@code tmp/} is removed. A reader
 * refuses a file that is empty, whose last line does not have exactly one arrow, or with a path that does not lead to a
 * part of the table; {@link PartRoots} says which paths do. Names such as {@code X.tmp.7} are left-overs of an
 * interrupted write.
 *
 * <table>
 * <caption>Order of work, and what an open does that finds it stopped there</caption>
 * <tr><td>1 result written under tmp/, synced</td><td>empties tmp/; the sources are there</td></tr>
 * <tr><td>2 transaction file written: decided</td><td>goes on with 3</td></tr>
 * <tr><td>3 result renamed into its place, synced</td><td>goes on with 4</td></tr>
 * <tr><td>4 each source renamed into tmp/, synced</td><td>goes on with 5</td></tr>
 * <tr><td>5 transaction file removed, synced</td><td>nothing</td></tr>
 * <tr><td>6 sources deleted from tmp/</td><td>empties tmp/</td></tr>
 * </table>
 *
 * Whatever is done already is skipped, so it may be carried out any number of times, also by an engine that removes the
 * sources before it renames the result. The result goes first here because then no moment lacks both.
 */
public final class PartTransaction {
    private static final String ARROW = " -> ";

    private final List<Path> sources;
    private final Path tmp;
    private final Path target;

    private PartTransaction(List<Path> sources, Path tmp, Path target) {
        this.sources = sources;
        this.tmp = tmp;
        this.target = target;
    }

    /**
     * Carries out a swap; when this returns it is durable and nothing of it is left.
     *
     * @param txnDirectory the {@code txn/} of one of the folders. For a month it must be that of {@code data/small},
     *     also when the result goes to {@code data/big}: the reference engine opens the small parts before it carries
     *     out what it finds on the big side, and would serve sources that it then removes
     * @param id name of the transaction, unique in that folder
     * @param sources the part folders that go; those of memory parts are not among them
     * @param tmp the result, its files and its folder synced; need not exist if there is no target
     * @param target its place; null if the merge left nothing
     * @param allowedRoots every folder that has parts of this table
     * @throws UnfinishedSwapException if it failed after it was, or may have been, decided
     * @throws IOException if it failed before: the sources are there, the result is still under {@code tmp/}
     */
    public static void commit(Disk disk, Path txnDirectory, String id, List<Path> sources, Path tmp, Path target,
            List<Path> allowedRoots) throws IOException {
        PartTransaction transaction = new PartTransaction(List.copyOf(sources), tmp, target);
        byte[] text = transaction.text(new PartRoots(allowedRoots));
        Path file = txnDirectory.resolve(id);
        if (disk.exists(tmp)) {
            // The name under tmp/ must be as durable as the decision that relies on it.
            disk.syncDirectory(tmp.getParent());
        }
        try {
            AtomicFile.write(disk, file, text);
        } catch (IOException e) {
            throw mayBeDecided(disk, file, e) ? new UnfinishedSwapException(file, e) : e;
        }
        try {
            transaction.carryOut(disk, file);
        } catch (IOException e) {
            throw new UnfinishedSwapException(file, e);
        }
    }

    /**
     * Carries out every transaction in the folder, in the order of the names, and removes it. To be done for all
     * folders of a table before any of its parts is opened.
     *
     * @throws CorruptedDataException if a file cannot be understood; nothing of it was carried out, the file is kept
     */
    public static void replayAll(Disk disk, Path txnDirectory, List<Path> allowedRoots) throws IOException {
        for (Path file : files(disk, txnDirectory)) {
            read(disk, file, new PartRoots(allowedRoots)).carryOut(disk, file);
        }
    }

    /** The transactions in the folder, in the order of the names, for {@link #applyTo}. */
    static List<PartTransaction> readAll(Disk disk, Path txnDirectory, List<Path> allowedRoots) throws IOException {
        List<PartTransaction> transactions = new ArrayList<>();
        for (Path file : files(disk, txnDirectory)) {
            transactions.add(read(disk, file, new PartRoots(allowedRoots)));
        }
        return transactions;
    }

    private static List<Path> files(Disk disk, Path txnDirectory) throws IOException {
        List<Path> files = new ArrayList<>();
        if (disk.exists(txnDirectory)) {
            for (String name : disk.list(txnDirectory)) {
                if (!AtomicFile.isTemporary(name)) {
                    files.add(txnDirectory.resolve(name));
                }
            }
        }
        return files;
    }

    /** Changes a list of parts into what it would be if the transaction were carried out. Nothing is written. */
    void applyTo(List<PartListing.Place> places, Disk disk) throws IOException {
        places.removeIf(place -> sources.contains(place.folder()));
        if (target != null && disk.exists(tmp) && !isPart(disk, target)) {
            places.add(new PartListing.Place(tmp, target.getFileName().toString()));
        }
    }

    /** After a failed write: was the file there, or might it be, the swap could happen at the next open. */
    private static boolean mayBeDecided(Disk disk, Path file, IOException failure) {
        try {
            return disk.exists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return true;
        }
    }

    private void carryOut(Disk disk, Path file) throws IOException {
        List<Path> removed = new ArrayList<>();
        if (target == null) {
            removed.add(tmp);
        } else if (disk.exists(tmp) && !isPart(disk, target)) {
            disk.rename(tmp, target);
            disk.syncDirectory(target.getParent());
        }
        // A result that is in neither place was there and has itself been merged since: the sources go all the same.
        Set<Path> changed = new LinkedHashSet<>();
        for (Path source : sources) {
            if (disk.exists(source)) {
                removed.add(PartDirectory.moveToTmp(disk, source));
                changed.add(source.getParent());
            }
        }
        for (Path folder : changed) {
            disk.syncDirectory(folder);
        }
        disk.deleteFile(file);
        disk.syncDirectory(file.getParent());
        for (Path path : removed) {
            disk.deleteTree(path);
        }
    }

    private static boolean isPart(Disk disk, Path path) throws IOException {
        return disk.exists(path) && !(disk.isDirectory(path) && disk.list(path).isEmpty());
    }

    private byte[] text(PartRoots roots) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path source : sources) {
            text.append(line(source, roots)).append('\n');
        }
        text.append(line(tmp, roots)).append(ARROW).append(target == null ? "" : line(target, roots)).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(Path path, PartRoots roots) throws IOException {
        if (!roots.contains(path)) {
            throw new IllegalArgumentException(path + " is no part of this table");
        }
        String text = path.toAbsolutePath().normalize().toString();
        if (text.contains("\n") || text.contains(ARROW)) {
            throw new IOException("cannot write a transaction: a line feed or \"" + ARROW + "\" in the path " + path);
        }
        return text;
    }

    private static PartTransaction read(Disk disk, Path file, PartRoots roots) throws IOException {
        String text = new String(AtomicFile.read(disk, file), StandardCharsets.UTF_8);
        try {
            return parse(text, roots);
        } catch (CorruptedDataException e) {
            throw e.at(file.toString(), CorruptedDataException.UNKNOWN_OFFSET);
        }
    }

    private static PartTransaction parse(String text, PartRoots roots) throws CorruptedDataException {
        String[] lines = (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
        int last = lines.length - 1;
        List<Path> sources = new ArrayList<>(last);
        for (int i = 0; i < last; i++) {
            sources.add(roots.locate(lines[i]));
        }
        int arrow = lines[last].indexOf(ARROW);
        if (arrow < 0 || arrow != lines[last].lastIndexOf(ARROW)) {
            throw new CorruptedDataException(
                    "a transaction must end in \"source -> target\", not in \"" + lines[last] + "\"");
        }
        String place = lines[last].substring(arrow + ARROW.length());
        Path tmp = roots.locate(lines[last].substring(0, arrow));
        return new PartTransaction(sources, tmp, place.isEmpty() ? null : roots.locate(place));
    }
}
