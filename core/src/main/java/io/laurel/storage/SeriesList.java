package io.laurel.storage;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.series.MetricName;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the series that match a request, each once even if several ids carry it, in the order of their first
 * ids. Keeps nothing open. Immutable and safe for threads.
 */
public final class SeriesList {
    private final SeriesGroups groups;

    SeriesList(SeriesGroups groups) {
        this.groups = groups;
    }

    /** Number of names. */
    public int size() {
        return groups.size();
    }

    /**
     * Name {@code index}, from 0 on.
     *
     * @throws CorruptedDataException if the index holds something else for it
     */
    public MetricName name(int index) throws CorruptedDataException {
        return MetricName.parse(groups.name(index));
    }

    /** All names. */
    public List<MetricName> names() throws CorruptedDataException {
        List<MetricName> names = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            names.add(name(i));
        }
        return names;
    }

    /** True if series are missing here because the index has lost their names. */
    public boolean partial() {
        return groups.nameless() > 0;
    }
}
