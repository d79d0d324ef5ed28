package io.laurel.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Random;

/** A storage and its model, from an empty folder on: operations by chance, all of them from one seed. */
final class ModelRun {
    private static final int LAST_OPERATIONS = 25;

    private final long seed;
    private final ModelWorld world;
    private final ModelWriting writing;
    private final ModelAsking asking;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private int step;

    /** What may happen at a step, and how often it does. */
    private enum Operation {
        ADD(30), SEARCH(14), HOLD(4), SERIES(4), LABELS(6), COUNT(2), LIMITS(2), IMPATIENCE(1),
        FLUSH(3), FORCE_MERGE(1), ROTATE(1), TIME_PASSES(10), TO_MIDNIGHT(1), CLOCK_JUMPS(1), DELETE(1), SNAPSHOTS(2),
        PAUSE_OR_RESUME(1), SHORT_OF_SPACE(1), FULL_DISK(1), READ_BESIDE(2), FLOOD(0.2),
        REOPEN(1), REOPEN_OTHERWISE(1), STOP(1), STOP_WITHIN(1), FAIL_WITHIN(0.5);

        private final double weight;

        Operation(double weight) {
            this.weight = weight;
        }

        static Operation any(Random random) {
            double sum = 0;
            for (Operation operation : values()) {
                sum += operation.weight;
            }
            double at = sum * random.nextDouble();
            for (Operation operation : values()) {
                at -= operation.weight;
                if (at < 0) {
                    return operation;
                }
            }
            throw new AssertionError();
        }
    }

    ModelRun(long seed) throws IOException {
        this.seed = seed;
        world = new ModelWorld(new Random(seed));
        writing = new ModelWriting(world);
        asking = new ModelAsking(world);
    }

    /** @throws AssertionError with the seed, the step and the last operations */
    void run(int steps) {
        Operation operation = null;
        try {
            for (step = 0; step < steps; step++) {
                operation = Operation.any(world.random);
                last.add(step + " " + operation);
                if (last.size() > LAST_OPERATIONS) {
                    last.remove();
                }
                run(operation);
            }
            asking.letGo();
            world.close();
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ", step " + step + ", " + operation + ": " + e
                    + "\nbefore it " + last + "\nwith " + world, e);
        }
    }

    private void run(Operation operation) throws IOException {
        switch (operation) {
            case ADD -> writing.add();
            case SEARCH -> asking.search();
            case HOLD -> asking.hold();
            case SERIES -> asking.series();
            case LABELS -> asking.labels();
            case COUNT -> asking.count();
            case LIMITS -> asking.limits();
            case IMPATIENCE -> asking.impatience();
            case FLUSH -> writing.flush();
            case FORCE_MERGE -> writing.forceMerge();
            case ROTATE -> writing.rotate();
            case TIME_PASSES -> writing.timePasses();
            case TO_MIDNIGHT -> writing.toMidnight();
            case CLOCK_JUMPS -> writing.clockJumps();
            case DELETE -> writing.delete();
            case SNAPSHOTS -> writing.snapshots();
            case PAUSE_OR_RESUME -> writing.pauseOrResume();
            case SHORT_OF_SPACE -> writing.shortOfSpace();
            case FULL_DISK -> writing.fullDisk();
            case READ_BESIDE -> world.readBeside();
            case FLOOD -> writing.flood();
            default -> {
                asking.letGo();
                endAndBegin(operation);
            }
        }
    }

    private void endAndBegin(Operation operation) throws IOException {
        switch (operation) {
            case REOPEN -> world.reopen(false);
            case REOPEN_OTHERWISE -> world.reopen(true);
            case STOP -> world.stop();
            case STOP_WITHIN -> writing.stopWithin();
            case FAIL_WITHIN -> writing.failWithin();
            default -> throw new AssertionError(operation);
        }
    }
}
