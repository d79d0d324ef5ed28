package io.laurel.vmctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the writers or readers of a benchmark at the same time; a single one on the caller's thread. */
final class BenchThreads {
    private BenchThreads() {}

    /** Runs tasks 0..count-1 and returns their results; the first failure is thrown when all have ended. */
    static <T> List<T> run(int count, IntFunction<Callable<T>> task) throws IOException {
        if (count == 1) {
            return List.of(call(task.apply(0)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(task.apply(i)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(call(() -> result(future)));
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static <T> T call(Callable<T> task) throws IOException {
        try {
            return task.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the benchmark was interrupted", e);
        } catch (Exception e) {
            throw new IOException(e.toString(), e);
        }
    }
}
