package io.laurel.series;

import io.laurel.bytes.XxHash64;

/**
 * Looks up one row after the other in a {@link SeriesTable}. Sources send their series in the same order again and
 * again, so the name behind the last one found is tried first: if it is the one, neither its hash is needed nor a
 * slot of the hash table, which is what costs when series are many. After a wrong guess the hash table is asked
 * until it has confirmed the order again, so names in no order cost no more than without guessing.
 *
 * <p>For one thread; the answers are those of {@link SeriesTable#find}.
 */
public final class SeriesFinder {
    private final NameTable names;

    /** Where the next name is expected. */
    private int expected = NameTable.NONE;

    /** Whether the last name was where it was expected. */
    private boolean steady;

    SeriesFinder(NameTable names) {
        this.names = names;
    }

    /** As {@link SeriesTable#find}, for a name whose hash is not known yet: it is computed only if the guess fails. */
    public int find(byte[] rawName, int offset, int length) {
        return steady && names.isAt(expected, rawName, offset, length)
                ? found(expected, length)
                : lookUp(rawName, offset, length, XxHash64.hash(rawName, offset, length));
    }

    /** As {@link SeriesTable#find}. */
    public int find(byte[] rawName, int offset, int length, long hash) {
        return steady && names.isAt(expected, rawName, offset, length)
                ? found(expected, length)
                : lookUp(rawName, offset, length, hash);
    }

    private int lookUp(byte[] rawName, int offset, int length, long hash) {
        int position = names.find(rawName, offset, length, hash);
        steady = position == expected;
        return position == NameTable.NONE ? -1 : found(position, length);
    }

    private int found(int position, int length) {
        expected = NameTable.behind(position, length);
        return names.ordinal(position);
    }
}
