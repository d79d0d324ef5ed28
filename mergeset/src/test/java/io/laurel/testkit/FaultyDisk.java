package io.laurel.testkit;

import io.laurel.env.Disk;
import io.laurel.env.DiskFullException;
import io.laurel.env.ReadableFile;
import io.laurel.env.WritableFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A disk in front of another one that fails when told. Operations are counted from 1; paths are chosen by a glob such
 * as {@code **&#47;txn/*} ({@code **} is everything) that is held against the whole path, or either path of two. Each
 * rule counts for itself, from the moment it was given.
 */
public final class FaultyDisk extends FilterDisk {
    private static final Set<Operation> NEEDS_SPACE = EnumSet.of(Operation.CREATE, Operation.WRITE,
            Operation.CREATE_DIRECTORY, Operation.LINK, Operation.SYMBOLIC_LINK);

    private enum Effect { ERROR, SHORT_WRITE, FULL_DISK, FLIPPED_BIT, STOP }

    private static final class Rule {
        final Effect effect;
        final Set<Operation> operations;
        final PathMatcher paths;
        final long nth;
        long seen;

        Rule(Effect effect, Set<Operation> operations, String glob, long nth) {
            if (nth < 1) {
                throw new IllegalArgumentException("operations are counted from 1, not " + nth);
            }
            this.effect = effect;
            this.operations = operations;
            this.paths = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            this.nth = nth;
        }

        /** Counts the operation; true if it is hit. */
        boolean hits(Operation operation, Path path, Path target) {
            boolean concerned = operations.contains(operation)
                    && (paths.matches(path) || target != null && paths.matches(target));
            if (!concerned) {
                return false;
            }
            seen++;
            boolean lasts = effect == Effect.FULL_DISK || effect == Effect.STOP;
            return seen == nth || lasts && seen > nth;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private long changes;
    private boolean stopped;
    private boolean struck;

    public FaultyDisk(Disk inner) {
        super(inner);
    }

    /** That operation fails, once; nothing of it happens. */
    public void errorAt(Operation operation, String glob, long nth) {
        add(new Rule(Effect.ERROR, EnumSet.of(operation), glob, nth));
    }

    /** The n-th operation that changes the disk, of any kind, fails, once; nothing of it happens. */
    public void errorAtChange(long nth) {
        add(new Rule(Effect.ERROR, changing(), "**", nth));
    }

    /** The n-th write writes half of its bytes and fails. */
    public void shortWriteAt(String glob, long nth) {
        add(new Rule(Effect.SHORT_WRITE, EnumSet.of(Operation.WRITE), glob, nth));
    }

    /** From the n-th operation on that needs space, all of them fail. */
    public void fullDiskFrom(String glob, long nth) {
        add(new Rule(Effect.FULL_DISK, NEEDS_SPACE, glob, nth));
    }

    /** The n-th read or write passes a middle byte on with its lowest bit flipped. */
    public void flipBitAt(Operation readOrWrite, String glob, long nth) {
        if (readOrWrite != Operation.READ && readOrWrite != Operation.WRITE) {
            throw new IllegalArgumentException("no bytes pass in " + readOrWrite);
        }
        add(new Rule(Effect.FLIPPED_BIT, EnumSet.of(readOrWrite), glob, nth));
    }

    /** The n-th operation that changes the disk, and everything after it, fails with {@link StoppedException}. */
    public void stopBefore(long nth) {
        add(new Rule(Effect.STOP, changing(), "**", nth));
    }

    /** No faults from now on. */
    public synchronized void heal() {
        rules.clear();
        stopped = false;
    }

    /** How many operations that change the disk were asked for until now. */
    public synchronized long changes() {
        return changes;
    }

    /** True if any fault has come about. */
    public synchronized boolean struck() {
        return struck;
    }

    private synchronized void add(Rule rule) {
        rules.add(rule);
    }

    private static Set<Operation> changing() {
        Set<Operation> operations = EnumSet.allOf(Operation.class);
        operations.removeIf(operation -> !operation.changes());
        return operations;
    }

    @Override
    void before(Operation operation, Path path, Path target) throws IOException {
        Effect effect = effectOn(operation, path, target);
        if (effect != null) {
            throw error(effect, operation, path, target);
        }
    }

    @Override
    void write(WritableFile file, byte[] source, int offset, int length) throws IOException {
        Effect effect = effectOn(Operation.WRITE, file.path(), null);
        if (effect == Effect.FLIPPED_BIT && length > 0) {
            byte[] changed = source.clone();
            changed[offset + length / 2] ^= 1;
            file.write(changed, offset, length);
            return;
        } else if (effect == Effect.SHORT_WRITE) {
            file.write(source, offset, length / 2);
        }
        if (effect != null && effect != Effect.FLIPPED_BIT) {
            throw error(effect, Operation.WRITE, file.path(), null);
        }
        file.write(source, offset, length);
    }

    @Override
    void read(ReadableFile file, long offset, byte[] target, int at, int length) throws IOException {
        Effect effect = effectOn(Operation.READ, file.path(), null);
        if (effect != null && effect != Effect.FLIPPED_BIT) {
            throw error(effect, Operation.READ, file.path(), null);
        }
        file.read(offset, target, at, length);
        if (effect == Effect.FLIPPED_BIT && length > 0) {
            target[at + length / 2] ^= 1;
        }
    }

    /** The first effect that strikes, or null; all rules count. */
    private synchronized Effect effectOn(Operation operation, Path path, Path target) {
        if (operation.changes()) {
            changes++;
        }
        Effect effect = stopped ? Effect.STOP : null;
        for (Rule rule : rules) {
            if (rule.hits(operation, path, target) && effect == null) {
                effect = rule.effect;
            }
        }
        stopped |= effect == Effect.STOP;
        struck |= effect != null;
        return effect;
    }

    private static IOException error(Effect effect, Operation operation, Path path, Path target) {
        String what = operation.words() + " " + path + (target == null ? "" : " to " + target);
        return switch (effect) {
            case STOP -> new StoppedException(what);
            case FULL_DISK -> new DiskFullException("cannot " + what + ": No space left on device", null);
            case SHORT_WRITE -> new IOException("cannot " + what + ": only half of it was written");
            default -> new IOException("cannot " + what + ": the disk was told to fail here");
        };
    }
}
