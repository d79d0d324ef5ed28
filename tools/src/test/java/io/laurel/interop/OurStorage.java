package io.laurel.interop;

import io.laurel.bytes.ByteBuilder;
import io.laurel.series.MetricName;
import io.laurel.series.RawNameWriter;
import io.laurel.storage.LabelRequest;
import io.laurel.storage.RowBatch;
import io.laurel.storage.Samples;
import io.laurel.storage.SearchRequest;
import io.laurel.storage.SearchResult;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the tests do with a storage of ours, in the same words as {@link RealServer}. */
final class OurStorage {
    private static final int ROWS_PER_BATCH = 100_000;

    private OurStorage() {}

    static Storage open(Path directory) throws IOException {
        return Storage.open(directory, StorageOptions.defaults());
    }

    static Storage openReadOnly(Path directory) throws IOException {
        return Storage.openReadOnly(directory, StorageOptions.defaults());
    }

    static long indexBytes(Storage storage) throws IOException {
        return storage.stats().indexTables().stream().flatMap(table -> table.parts().stream())
                .mapToLong(part -> part.sizeBytes()).sum();
    }

    /** Everything in a directory. */
    static Content contentOf(Path directory) throws IOException {
        try (Storage storage = openReadOnly(directory)) {
            return exportAll(storage);
        }
    }

    static void write(Storage storage, List<Rows> all) throws IOException {
        RowBatch batch = new RowBatch();
        ByteBuilder name = new ByteBuilder();
        RawNameWriter labels = new RawNameWriter(name);
        for (Rows rows : all) {
            if (batch.size() + rows.timestamps().length > ROWS_PER_BATCH) {
                storage.addRows(batch);
                batch.clear();
            }
            name.clear();
            labels.start();
            for (int i = 0; i < rows.labels().size(); i += 2) {
                // Remote write leaves out labels without a value, so that they do not count
                if (!rows.labels().get(i + 1).isEmpty()) {
                    labels.label(ByteText.slice(rows.labels().get(i)), ByteText.slice(rows.labels().get(i + 1)));
                }
            }
            batch.seriesRaw(name.array(), 0, name.size());
            for (int i = 0; i < rows.timestamps().length; i++) {
                batch.add(rows.timestamps()[i], rows.values()[i]);
            }
        }
        storage.addRows(batch);
    }

    static Content export(Storage storage, Question question) throws IOException {
        Content content = new Content();
        try (SearchResult found = storage.search(question.filters(), question.range())) {
            while (found.next()) {
                MetricName name = found.metricName();
                Samples samples = found.samples();
                content.add(SeriesName.of(name), samples.timestamps(), samples.values(), samples.size());
            }
        }
        return content;
    }

    static Content exportAll(Storage storage) throws IOException {
        return export(storage, Question.EVERYTHING).addAll(export(storage, Question.NAMELESS));
    }

    /** The series that match on the days of the question. */
    static Set<SeriesName> series(Storage storage, Question question) throws IOException {
        Set<SeriesName> names = new TreeSet<>();
        for (MetricName name : storage.searchSeries(SearchRequest.of(question.filters(), question.range())).names()) {
            names.add(SeriesName.of(name));
        }
        return names;
    }

    static List<String> labels(Storage storage, LabelRequest request) throws IOException {
        return storage.labelNames(request).texts().stream().map(ByteText::of).sorted().toList();
    }

    static List<String> labelValues(Storage storage, String label, LabelRequest request) throws IOException {
        String text = new String(ByteText.bytes(label), StandardCharsets.UTF_8);
        return storage.labelValues(text, request).texts().stream().map(ByteText::of).sorted().toList();
    }
}
