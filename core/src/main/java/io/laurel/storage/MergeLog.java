package io.laurel.storage;

import io.laurel.part.MergeControl;
import io.laurel.part.MergeDone;
import io.laurel.part.MergeListener;
import io.laurel.part.MergeRun;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is told of everything that is merged or persisted, of samples and index alike; keeps account of it, and makes events
 * of the flight recorder of it.
 */
final class MergeLog implements MergeListener {
    private static final Logger LOG = LoggerFactory.getLogger(MergeLog.class);

    // Guarded by this object
    private final Map<MergeDone.Kind, StorageStats.Work> work = new EnumMap<>(MergeDone.Kind.class);
    private MergeDone.Dropped dropped = MergeDone.Dropped.NOTHING;

    @Override
    public Consumer<MergeDone> begins(MergeRun.Sort sort) {
        if (sort == MergeRun.Sort.PERSIST) {
            FlushEvent event = new FlushEvent();
            event.begin();
            return done -> {
                event.commit(done);
                ended(done);
            };
        }
        MergeEvent event = new MergeEvent();
        event.forced = sort == MergeRun.Sort.FORCED;
        event.begin();
        return done -> {
            event.commit(done);
            ended(done);
        };
    }

    private void ended(MergeDone done) {
        LOG.debug("{} {}: {} parts, {} entries, {} bytes -> {}, {} entries, {} bytes in {} ms",
                done.isPersist() ? "persisted" : "merged", done.table(),
                done.sources().size() + done.memorySources(), done.entriesIn(), done.bytesIn(),
                done.result(), done.entriesOut(), done.bytesOut(), TimeUnit.NANOSECONDS.toMillis(done.durationNs()));
        count(done);
    }

    private synchronized void count(MergeDone done) {
        work.merge(done.kind(), new StorageStats.Work(done.isPersist() ? 1 : 0, done.isPersist() ? 0 : 1,
                done.entriesIn(), done.bytesIn(), done.bytesOut()), StorageStats.Work::plus);
        dropped = dropped.plus(done.dropped());
    }

    /** @param backlog what is due */
    synchronized StorageStats.Merges read(MergeControl control, MergeBacklog backlog) {
        return new StorageStats.Merges(work(MergeDone.Kind.SAMPLES), work(MergeDone.Kind.INDEX), dropped.deleted(),
                dropped.expired(), dropped.duplicate(), control.running(), control.isPaused(), backlog.parts(),
                backlog.bytes(), control.shortOfSpace());
    }

    private StorageStats.Work work(MergeDone.Kind kind) {
        return work.getOrDefault(kind, StorageStats.Work.NONE);
    }
}
