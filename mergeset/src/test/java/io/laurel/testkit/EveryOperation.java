package io.laurel.testkit;

import io.laurel.env.Disk;

/**
 * Runs a scenario again and again, with something going wrong at its first change of the disk, at its second, and so
 * on, until it gets through.
 */
public final class EveryOperation {
    private EveryOperation() {}

    /** What is done; it may throw whatever the disk threw, but closes what it opened. */
    @FunctionalInterface
    public interface Scenario {
        void run(Disk disk) throws Exception;
    }

    /** What must be true afterwards; {@code completed} if the scenario returned. */
    @FunctionalInterface
    public interface Check {
        void check(MemoryDisk disk, boolean completed) throws Exception;
    }

    /**
     * Pulls the plug before every change in turn, and once after the last. Each time several disks that this may leave
     * behind are checked.
     *
     * @param start what is there at first; all of it counts as synced
     * @return the number of changes that the scenario makes
     */
    public static long powerCut(MemoryDisk start, int seeds, Scenario scenario, Check check) {
        for (long nth = 1;; nth++) {
            MemoryDisk disk = start.copy();
            FaultyDisk faulty = new FaultyDisk(disk);
            faulty.stopBefore(nth);
            Exception problem = run(scenario, faulty);
            for (int seed = 0; seed < seeds; seed++) {
                check("power cut before change " + nth + ", crash seed " + seed, check, disk.crash(seed), problem);
            }
            if (!faulty.struck()) {
                return nth - 1;
            }
        }
    }

    /**
     * Lets every change fail in turn, once; the disk works again afterwards. Fails if a file stays open.
     *
     * @return the number of changes that the scenario makes
     */
    public static long failure(MemoryDisk start, Scenario scenario, Check check) {
        for (long nth = 1;; nth++) {
            MemoryDisk disk = start.copy();
            FaultyDisk faulty = new FaultyDisk(disk);
            faulty.errorAtChange(nth);
            Exception problem = run(scenario, faulty);
            String where = "failure of change " + nth;
            check(where, (checked, completed) -> checked.assertNothingOpen(), disk, problem);
            check(where, check, disk, problem);
            if (!faulty.struck()) {
                return nth - 1;
            }
        }
    }

    private static Exception run(Scenario scenario, FaultyDisk disk) {
        try {
            scenario.run(disk);
            return null;
        } catch (Exception e) {
            if (!disk.struck()) {
                throw new AssertionError("the scenario fails by itself", e);
            }
            return e;
        }
    }

    private static void check(String where, Check check, MemoryDisk disk, Exception problem) {
        try {
            check.check(disk, problem == null);
        } catch (Exception | AssertionError e) {
            AssertionError failure = new AssertionError("after " + where + ": " + e.getMessage(), e);
            if (problem != null) {
                failure.addSuppressed(problem);
            }
            throw failure;
        }
    }
}
