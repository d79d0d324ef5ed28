package io.laurel.series;

/**
 * The series this storage has met lately. Each has an ordinal, a dense number from 0 on, under which rows,
 * per-day sets and sort orders know it; beside its name it costs about 75 bytes. Several raw names (the same labels in
 * another order) may share one ordinal: it belongs to the metric id. {@link KnownSeries} keeps the table from growing
 * for ever; series that leave it come again as new ones do, and find their ids in the index.
 *
 * <p>Safe for threads. Look-ups take no lock: this is the one thing done for every row. An ordinal may be used by every
 * thread that got it from {@link #find} or {@link #add}, or was handed it safely by such a thread.
 */
public final class SeriesTable {
    /** Replaced only while nobody looks for names. */
    private NameTable names = new NameTable();

    /** Replaced when it is full. An ordinal is handed out only after its place was filled. */
    private volatile Tsids tsids = new Tsids(1024);

    private volatile int size;
    private volatile Ranks ranks = Ranks.EMPTY;
    private volatile long heapBytes;

    /** Open hash table from metric id to ordinal + 1; 0 is free. Only for {@link #add}, under the lock. */
    private int[] ordinalsById = new int[2048];

    /**
     * The ordinal of a series, or -1 if no such name was added, or was forgotten.
     *
     * @param rawName the labels as {@link RawName} has them
     * @param hash {@link io.laurel.bytes.XxHash64} of these bytes
     */
    public int find(byte[] rawName, int offset, int length, long hash) {
        int position = names.find(rawName, offset, length, hash);
        return position == NameTable.NONE ? -1 : names.ordinal(position);
    }

    /** A look-up that is faster for names which come in the order in which they came before. For one thread. */
    public SeriesFinder finder() {
        return new SeriesFinder(names);
    }

    /**
     * Makes a name known and returns the ordinal of its series, a new one if the metric id was not met before. A name
     * that is known keeps the series it has.
     */
    public synchronized int add(byte[] rawName, int offset, int length, long hash, Tsid tsid) {
        int position = names.find(rawName, offset, length, hash);
        if (position != NameTable.NONE && names.ordinal(position) != NameTable.FORGOTTEN) {
            return names.ordinal(position);
        }
        int ordinal = ordinalOf(tsid);
        if (position == NameTable.NONE) {
            names.add(rawName, offset, length, hash, ordinal);
        } else {
            names.setOrdinal(position, ordinal);
        }
        countHeap();
        return ordinal;
    }

    /** About what names, ids and order take. */
    public long heapBytes() {
        return heapBytes;
    }

    private void countHeap() {
        heapBytes = names.heapBytes() + tsids.heapBytes() + (long) ordinalsById.length * Integer.BYTES
                + (long) size * 2 * Integer.BYTES;
    }

    /**
     * Keeps some of the series, under new ordinals; the others and their names are as if they had never come. Nobody
     * may use the table meanwhile, nor ordinals and finders from before afterwards. If this fails the table is empty.
     */
    synchronized void renumber(Renumbering renumbering) {
        Ranks order = ranks();
        NameTable oldNames = names;
        Tsids oldTsids = tsids;
        clear();
        boolean done = false;
        try {
            ranks = order.renumbered(renumbering);
            tsids = oldTsids.renumbered(renumbering);
            ordinalsById = new int[Math.max(2048, Integer.highestOneBit(Math.max(1, renumbering.kept())) << 2)];
            for (int ordinal = 0; ordinal < renumbering.kept(); ordinal++) {
                ordinalsById[slot(ordinalsById, tsids.metricId(ordinal))] = ordinal + 1;
            }
            size = renumbering.kept();
            names = oldNames.renumbered(renumbering);
            countHeap();
            done = true;
        } finally {
            if (!done) {
                clear();
            }
        }
    }

    /** All names, in the order in which they came. Nobody may add one meanwhile. */
    public synchronized <E extends Exception> void forEachName(NameConsumer<E> consumer) throws E {
        names.forEach(consumer);
    }

    /** Forgets everything. Nobody may use the table meanwhile, nor ordinals and finders from before afterwards. */
    synchronized void clear() {
        names = new NameTable();
        tsids = new Tsids(1024);
        size = 0;
        ranks = Ranks.EMPTY;
        ordinalsById = new int[2048];
        countHeap();
    }

    /**
     * Makes the names of these series unknown, so that the next {@link #add} gives them other series. Rows that carry
     * the ordinals keep their meaning. Takes a look at every name.
     */
    public synchronized void forgetNames(MetricIds metricIds) {
        names.forget(ordinal -> metricIds.contains(tsids.metricId(ordinal)));
    }

    private int ordinalOf(Tsid tsid) {
        int slot = slot(ordinalsById, tsid.metricId());
        if (ordinalsById[slot] != 0) {
            return ordinalsById[slot] - 1;
        }
        int ordinal = size;
        if (ordinal == tsids.capacity()) {
            tsids = tsids.grown();
        }
        tsids.set(ordinal, tsid);
        size = ordinal + 1;
        ordinalsById[slot] = ordinal + 1;
        if (2L * size > ordinalsById.length) {
            growOrdinalsById();
        }
        return ordinal;
    }

    /** The place of a metric id, or the free place where it belongs. */
    private int slot(int[] table, long metricId) {
        int i = (int) (metricId * 0x9E3779B97F4A7C15L >>> 32) & table.length - 1;
        while (table[i] != 0 && tsids.metricId(table[i] - 1) != metricId) {
            i = i + 1 & table.length - 1;
        }
        return i;
    }

    private void growOrdinalsById() {
        int[] grown = new int[2 * ordinalsById.length];
        for (int entry : ordinalsById) {
            if (entry != 0) {
                grown[slot(grown, tsids.metricId(entry - 1))] = entry;
            }
        }
        ordinalsById = grown;
    }

    public int size() {
        return size;
    }

    public Tsid tsid(int ordinal) {
        return tsids.get(ordinal);
    }

    public long metricGroupId(int ordinal) {
        return tsids.metricGroupId(ordinal);
    }

    /** Job id and instance id, the former in the upper half. */
    public long jobAndInstance(int ordinal) {
        return tsids.jobAndInstance(ordinal);
    }

    public long metricId(int ordinal) {
        return tsids.metricId(ordinal);
    }

    /** The order by TSID of at least all series added before the call. */
    public Ranks ranks() {
        Ranks known = ranks;
        return known.size() == size ? known : extendRanks();
    }

    private synchronized Ranks extendRanks() {
        if (ranks.size() < size) {
            ranks = ranks.extended(tsids, size);
        }
        return ranks;
    }
}
