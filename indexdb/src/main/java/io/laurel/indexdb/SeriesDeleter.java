package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.env.DiskFullException;
import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricIds;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.List;

/**
 * Marks series as deleted, durably. The mark is one row of kind 4 for each id; the others stay as they are until
 * {@link IndexDb#mergeAll} drops them.
 *
 * <pre>
 *   current     has a mark of every id: it may hold rows of single days for ids that are otherwise in previous, and
 *               it lives longer, so merges know for longer whose samples to drop
 *   previous    has a mark of the ids that only it can resolve, as the reference engine would write it
 * </pre>
 *
 * One mark is enough for an id to be deleted, so a power cut leaves each id deleted or not, and nothing in between.
 */
final class SeriesDeleter {
    /** Rows are handed to a table when there are so many bytes of them. */
    private static final int BATCH_BYTES = 1 << 20;

    private final List<IndexGeneration> generations;

    /** @param generations current first */
    SeriesDeleter(List<IndexGeneration> generations) {
        this.generations = generations;
    }

    void delete(MetricIds ids) throws IOException {
        mark(generations.get(0), ids);
        if (generations.size() > 1) {
            mark(generations.get(1), missingInCurrent(ids));
        }
        for (IndexGeneration generation : generations) {
            generation.table().persist();
        }
    }

    private MetricIds missingInCurrent(MetricIds ids) throws IOException {
        MetricIds missing = new MetricIds();
        try (GenerationSearch search = generations.get(0).search()) {
            for (long id : ids.toArray()) {
                Tsid known = search.tsid(id);
                if (known == null) {
                    missing.add(id);
                }
            }
        }
        return missing;
    }

    /** Adds the marks, not durably yet. */
    static void mark(IndexGeneration generation, MetricIds ids) throws IOException {
        ByteBuilder row = new ByteBuilder();
        ItemBatch batch = new ItemBatch();
        for (long id : ids.toArray()) {
            IndexItems.key(IndexItems.DELETED_ID, id, row.clear());
            batch.add(row.array(), 0, row.size());
            if (batch.sizeBytes() >= BATCH_BYTES) {
                add(generation, batch);
            }
        }
        if (batch.size() > 0) {
            add(generation, batch);
        }
    }

    private static void add(IndexGeneration generation, ItemBatch batch) throws IOException {
        try {
            generation.table().addItems(batch);
        } catch (DiskFullException e) {
            // Of a write on the way to more room: they are in memory nevertheless, and to be persisted anyway.
        } finally {
            batch.clear();
        }
    }
}
