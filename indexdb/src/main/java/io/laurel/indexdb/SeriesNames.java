package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.env.Closing;
import io.laurel.series.Tsid;
import java.io.IOException;

/**
 * Names and TSIDs by metric id, from the current generation or else from the previous one. Asking in ascending order of
 * ids is cheap. Sees everything that was added before the first question, but to no generation that is begun later; for
 * one thread.
 */
public final class SeriesNames implements AutoCloseable {
    private final GenerationView view;
    private final GenerationSearch[] searches;

    /** Takes over the view and closes it. */
    SeriesNames(GenerationView view) {
        this.view = view;
        this.searches = new GenerationSearch[view.generations().size()];
    }

    /** The generations in which it looks. */
    GenerationView view() {
        return view;
    }

    /** Appends the marshaled name of a metric id; false if it has none. */
    public boolean name(long metricId, ByteBuilder target) throws IOException {
        Slice name = find(metricId);
        if (name == null) {
            return false;
        }
        target.bytes(name);
        return true;
    }

    /** The marshaled name of a metric id, borrowed until the next call; null if it has none. */
    Slice find(long metricId) throws IOException {
        for (int i = 0; i < searches.length; i++) {
            Slice name = search(i).name(metricId);
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    /** The TSID of a metric id; null if it has none. */
    Tsid tsid(long metricId) throws IOException {
        for (int i = 0; i < searches.length; i++) {
            Tsid tsid = search(i).tsid(metricId);
            if (tsid != null) {
                return tsid;
            }
        }
        return null;
    }

    private GenerationSearch search(int index) throws IOException {
        if (searches[index] == null) {
            searches[index] = view.generations().get(index).search();
        }
        return searches[index];
    }

    @Override
    public void close() throws IOException {
        try {
            Closing.all(searches);
        } finally {
            view.close();
        }
    }
}
