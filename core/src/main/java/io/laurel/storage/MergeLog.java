package io.laurel.storage;

import io.laurel.part.MergeDone;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is told of everything that is merged or persisted, of samples and index alike, and keeps account of it. */
final class MergeLog implements Consumer<MergeDone> {
    private static final Logger LOG = LoggerFactory.getLogger(MergeLog.class);

    @Override
    public void accept(MergeDone done) {
        LOG.debug("{} {}: {} parts, {} entries, {} bytes -> {}, {} entries, {} bytes in {} ms",
                done.isPersist() ? "persisted" : "merged", done.table(),
                done.sources().size() + done.memorySources(), done.entriesIn(), done.bytesIn(),
                done.result(), done.entriesOut(), done.bytesOut(), TimeUnit.NANOSECONDS.toMillis(done.durationNs()));
    }
}
