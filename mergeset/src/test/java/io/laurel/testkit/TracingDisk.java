package io.laurel.testkit;

import io.laurel.env.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A diary of what was done on a disk, for golden traces: one line an operation, paths relative to a root.
 *
 * <pre>
 *   create tmp/0001/items.bin
 *   write tmp/0001/items.bin
 *   sync tmp/0001/items.bin
 *   close tmp/0001/items.bin
 *   sync directory tmp/0001
 *   rename tmp/0001 -&gt; 12_1_0001
 *   sync directory .
 * </pre>
 *
 * <p>Operations are noted when they begin. Writes that follow each other in one file are one line without a length, so
 * that buffer sizes and compression do not show. What only looks (open, read, list, exists) is left out.
 */
public final class TracingDisk extends FilterDisk {
    private final Path root;
    private final List<String> lines = new ArrayList<>();

    public TracingDisk(Disk inner, Path root) {
        super(inner);
        this.root = root;
    }

    /** The diary so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The diary so far as text, each line ended. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    public synchronized void clear() {
        lines.clear();
    }

    /** A remark between the operations, for example {@code # persist}. */
    public synchronized void note(String remark) {
        lines.add("# " + remark);
    }

    @Override
    synchronized void before(Operation operation, Path path, Path target) {
        boolean looks = !operation.changes() && operation != Operation.CLOSE
                && operation != Operation.LOCK && operation != Operation.UNLOCK;
        if (looks) {
            return;
        }
        String line = operation.words() + " " + relative(path) + (target == null ? "" : " -> " + relative(target));
        boolean goesOn = operation == Operation.WRITE && !lines.isEmpty() && lines.get(lines.size() - 1).equals(line);
        if (!goesOn) {
            lines.add(line);
        }
    }

    private String relative(Path path) {
        if (!path.startsWith(root)) {
            return path.toString();
        }
        return path.equals(root) ? "." : root.relativize(path).toString();
    }
}
