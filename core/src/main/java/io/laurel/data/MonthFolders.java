package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.Disk;
import io.laurel.env.DurableDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * The folders of the months, and how they leave:
 *
 * <pre>
 *   data/
 *     {small,big}/YYYY_MM/    a month: parts
 *     tmp/                    only while months are dropped: small_YYYY_MM, big_YYYY_MM on their way to be deleted
 * </pre>
 *
 * A folder leaves its place by one rename, so it is there as a whole or not at all; a power cut between the two renames
 * of a month leaves one of its sides, which is dropped the next time. What is left in {@code tmp/} is deleted at open.
 */
final class MonthFolders {
    private final Disk disk;
    private final Path small;
    private final Path big;
    private final Path tmp;

    MonthFolders(Disk disk, Path directory) {
        this.disk = disk;
        small = directory.resolve(DataTable.SMALL);
        big = directory.resolve(DataTable.BIG);
        tmp = directory.resolve("tmp");
    }

    Path small(Month month) {
        return small.resolve(month.name());
    }

    Path big(Month month) {
        return big.resolve(month.name());
    }

    /** The months that have a folder on either side, in the order of time. */
    List<Month> list() throws IOException {
        TreeSet<Month> found = new TreeSet<>();
        for (Path side : List.of(small, big)) {
            if (!disk.isDirectory(side)) {
                continue;
            }
            for (String name : disk.list(side)) {
                Path folder = side.resolve(name);
                if (!name.equals(DataTable.SNAPSHOTS) && disk.isDirectory(folder)) {
                    try {
                        found.add(Month.parse(name));
                    } catch (CorruptedDataException e) {
                        throw e.at(folder.toString(), CorruptedDataException.UNKNOWN_OFFSET);
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    /** Puts both folders of a month out of the way, durably; {@link #deleteTmp} deletes them. */
    void takeAway(Month month) throws IOException {
        DurableDirectory.create(disk, tmp);
        // The small side first, for it has the transactions of both: they must never outlive what they are about.
        for (Path side : List.of(small, big)) {
            Path folder = side.resolve(month.name());
            Path target = tmp.resolve(side.getFileName() + "_" + month.name());
            if (disk.exists(target)) {
                disk.deleteTree(target);
            }
            if (disk.exists(folder)) {
                disk.rename(folder, target);
                disk.syncDirectory(side);
            }
        }
    }

    /** Deletes what was taken away, now or before a crash. Files open for reading stay so. */
    void deleteTmp() throws IOException {
        if (disk.exists(tmp)) {
            disk.deleteTree(tmp);
        }
    }
}
