package io.laurel.part;

import io.laurel.env.TimeSource;
import java.util.function.Consumer;

/** What the merges of all tables of a storage have in common. Safe for threads. */
public final class MergeControl {
    private final TimeSource time;
    private final Consumer<MergeDone> listener;

    /** @param listener told of each merge by the thread that did it, when its result is in place */
    public MergeControl(TimeSource time, Consumer<MergeDone> listener) {
        this.time = time;
        this.listener = listener;
    }

    /** For tables whose merges nobody watches. */
    public static MergeControl unwatched(TimeSource time) {
        return new MergeControl(time, done -> { });
    }

    /** For measuring how long a merge takes. */
    public long nowNs() {
        return time.monotonicNs();
    }

    public void tell(MergeDone done) {
        listener.accept(done);
    }
}
