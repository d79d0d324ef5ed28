package io.laurel.part;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A count of users that starts at one and never comes back from zero. Lock-free, because every search counts up and
 * down and none of them should wait for another.
 */
final class RefCounted {
    private final AtomicInteger count = new AtomicInteger(1);

    /** Counts one more user; false if the last one has gone already. */
    boolean retain() {
        for (int users = count.get(); users > 0; users = count.get()) {
            if (count.compareAndSet(users, users + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Counts one user less; true for the last one, who cleans up. */
    boolean release() {
        int users = count.decrementAndGet();
        if (users < 0) {
            throw new IllegalStateException("released more often than retained");
        }
        return users == 0;
    }
}
