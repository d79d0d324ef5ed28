package io.laurel.part;

import io.laurel.bytes.CorruptedDataException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders whose parts a transaction may touch, and how a path found in a transaction file is brought home to them.
 *
 * <p>Transaction files carry absolute paths. A path below one of the folders is taken as it stands. Any other one was
 * written before the storage was moved or copied, or is relative: then its end decides. What comes before the name of
 * the part must end like one of the folders, component by component, and like one of them more than like the others:
 *
 * <pre>
 *   /old/data/small/2022_05/tmp/18E9BB2F013D85C4      in the file
 *        ---------------------
 *   /new/data/small/2022_05                           two folders of this month; the first one shares three components
 *   /new/data/big/2022_05                             with the path, the second one shares one
 *   /new/data/small/2022_05/tmp/18E9BB2F013D85C4      meant
 * </pre>
 */
final class PartRoots {
    private final List<Path> roots;

    PartRoots(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** True if the path is that of a part, or of one under {@code tmp/}, in one of the folders. */
    boolean contains(Path path) {
        for (Path root : roots) {
            if (path.startsWith(root) && isPartName(root.relativize(path))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The path of a part, or of one under {@code tmp/}, that this text means.
     *
     * @throws CorruptedDataException if it means none, or it cannot be said which
     */
    Path locate(String text) throws CorruptedDataException {
        Path path = parse(text);
        for (Path root : roots) {
            Path absolute = root.toAbsolutePath().normalize();
            if (path.startsWith(absolute) && isPartName(absolute.relativize(path))) {
                return root.resolve(absolute.relativize(path));
            }
        }
        int names = path.getNameCount();
        int insideNames = names >= 2 && path.getName(names - 2).toString().equals(PartDirectory.TMP) ? 2 : 1;
        if (names <= insideNames || !isPartName(path.subpath(names - insideNames, names))) {
            throw foreign(text);
        }
        Path folder = path.subpath(0, names - insideNames);
        Path best = null;
        int bestShared = 0;
        boolean ambiguous = false;
        for (Path root : roots) {
            int shared = sharedEnd(folder, root.toAbsolutePath().normalize());
            ambiguous = shared == bestShared || ambiguous && shared < bestShared;
            if (shared > bestShared) {
                best = root;
                bestShared = shared;
            }
        }
        if (best == null || ambiguous) {
            throw foreign(text);
        }
        return best.resolve(path.subpath(names - insideNames, names));
    }

    private static Path parse(String text) throws CorruptedDataException {
        try {
            return Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new CorruptedDataException("no path: \"" + text + "\"");
        }
    }

    private CorruptedDataException foreign(String text) {
        return new CorruptedDataException("\"" + text + "\" is no part in " + roots);
    }

    private static boolean isPartName(Path inside) {
        String first = inside.getName(0).toString();
        String last = inside.getFileName().toString();
        if (last.isEmpty() || last.equals("..")) {
            return false;
        }
        return inside.getNameCount() == 1 && !PartDirectory.isReserved(first)
                || inside.getNameCount() == 2 && first.equals(PartDirectory.TMP);
    }

    /** How many names two paths have in common, counted from their ends. */
    private static int sharedEnd(Path a, Path b) {
        int most = Math.min(a.getNameCount(), b.getNameCount());
        int shared = 0;
        while (shared < most
                && a.getName(a.getNameCount() - 1 - shared).equals(b.getName(b.getNameCount() - 1 - shared))) {
            shared++;
        }
        return shared;
    }
}
