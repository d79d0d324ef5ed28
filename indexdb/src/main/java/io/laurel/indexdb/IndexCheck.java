package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.XxHash64;
import io.laurel.series.MetricIds;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Is this index sound? Every row is read, and every series and day is looked up in what was read:
 *
 * <ul>
 *   <li>each name row has a TSID row, a name-to-TSID row and its tag rows, and the TSID has the hashes of the name;
 *   <li>each day row has a name and the tag rows of that day;
 *   <li>no row names a metric id that has no name, or a tag or day that is not its own.
 * </ul>
 *
 * <p>Tag rows are not kept but added up: for each id the sum of the hashes of the rows in which it is found must be the
 * sum over the rows that it ought to have. Takes some 40 bytes of memory a series, however many days there are.
 */
public final class IndexCheck {
    private static final int MAX_PROBLEMS = 100;

    private final List<IndexGeneration> generations;
    private final List<String> problems = new ArrayList<>();
    private final SeriesRows rows = new SeriesRows();
    private final TagRow row = new TagRow();

    /** The ids that have a name in any generation, ascending (unsigned). */
    private long[] ids = new long[0];

    /** For each of them what its tag rows must add up to. */
    private long[] expected = new long[0];
    private long registrations;

    /**
     * What was found.
     *
     * @param series number of metric ids with a name
     * @param registrations number of pairs of a day and a metric id
     * @param problems empty if the index is sound; at most a hundred
     */
    public record Report(long series, long registrations, List<String> problems) {}

    private IndexCheck(List<IndexGeneration> generations) {
        this.generations = generations;
    }

    /** Checks what was added before the call; nothing should be added meanwhile. */
    public static Report check(IndexDb index) throws IOException {
        try (GenerationView view = index.view()) {
            return new IndexCheck(view.generations()).run();
        }
    }

    private Report run() throws IOException {
        for (IndexGeneration generation : generations) {
            try (GenerationSearch search = generation.search()) {
                collectNames(search.cursor());
            }
        }
        for (IndexGeneration generation : generations) {
            String table = generation.directory().getFileName().toString();
            try (GenerationSearch search = generation.search(); GenerationSearch other = generation.search()) {
                checkNames(table, search.cursor(), other);
                checkTags(table, search.cursor(), IndexItems.ALL_DAYS, namesOf(search.cursor()));
                for (long day : daysOf(search.cursor())) {
                    MetricIds registered = search.idsOfDay(day);
                    registrations += registered.size();
                    checkTags(table, search.cursor(), day, registered);
                }
                checkKinds(table, search.cursor());
            }
        }
        return new Report(ids.length, registrations, List.copyOf(problems));
    }

    private void problem(String table, String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add("index table " + table + ": " + text);
        }
    }

    private void collectNames(ItemCursor cursor) throws IOException {
        long[] found = new long[1024];
        long[] sums = new long[1024];
        int count = 0;
        ByteBuilder prefix = new ByteBuilder().u8(IndexItems.ID_TO_NAME);
        for (boolean more = cursor.seekPrefix(prefix); more; more = cursor.next() && cursor.startsWith(prefix)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
                sums = Arrays.copyOf(sums, 2 * count);
            }
            found[count] = IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
            sums[count] = sumOf(cursor.item().from(1 + IndexItems.ID_BYTES));
            count += count > 0 && found[count] == found[count - 1] ? 0 : 1;
        }
        unite(found, sums, count);
    }

    /** What the tag rows of a name add up to; a row that it calls for twice counts once. */
    private long sumOf(Slice marshaled) throws CorruptedDataException {
        rows.series(marshaled);
        long[] hashes = new long[rows.tagRows()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = XxHash64.hash(rows.tagRow(i));
        }
        return Arrays.stream(hashes).distinct().sum();
    }

    private void unite(long[] found, long[] sums, int count) {
        long[] allIds = new long[ids.length + count];
        long[] allSums = new long[ids.length + count];
        int size = 0;
        for (int a = 0, b = 0; a < ids.length || b < count; size++) {
            int order = a == ids.length ? 1 : b == count ? -1 : Long.compareUnsigned(ids[a], found[b]);
            allIds[size] = order <= 0 ? ids[a] : found[b];
            allSums[size] = order <= 0 ? expected[a] : sums[b];
            a += order <= 0 ? 1 : 0;
            b += order >= 0 ? 1 : 0;
        }
        ids = Arrays.copyOf(allIds, size);
        expected = Arrays.copyOf(allSums, size);
    }

    /** Index of an id among those that have a name, or a negative number. */
    private int indexOf(long id) {
        int from = 0;
        int to = ids.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = Long.compareUnsigned(ids[middle], id);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -1;
    }

    /** Kinds 0, 2 and 3: from each name to its TSID and back. */
    private void checkNames(String table, ItemCursor cursor, GenerationSearch lookUp) throws IOException {
        ByteBuilder prefix = new ByteBuilder().u8(IndexItems.ID_TO_NAME);
        ByteBuilder key = new ByteBuilder();
        for (boolean more = cursor.seekPrefix(prefix); more; more = cursor.next() && cursor.startsWith(prefix)) {
            long id = IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
            MetricName name = MetricName.parse(cursor.item().from(1 + IndexItems.ID_BYTES));
            Tsid tsid = lookUp.tsid(id);
            if (tsid == null) {
                problem(table, "metric id " + id + " has a name but no TSID");
                continue;
            }
            if (!hasHashes(tsid, name)) {
                problem(table, "the TSID " + tsid + " is not that of " + name);
            }
            IndexItems.nameKey(name.marshaled(), key.clear());
            tsid.marshal(key);
            if (!lookUp.cursor().seekPrefix(key)) {
                problem(table, "metric id " + id + " is not found by its name " + name);
            }
        }
        prefix.clear().u8(IndexItems.ID_TO_TSID);
        for (boolean more = cursor.seekPrefix(prefix); more; more = cursor.next() && cursor.startsWith(prefix)) {
            long id = IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
            if (lookUp.name(id) == null) {
                problem(table, "metric id " + id + " has a TSID but no name");
            }
        }
        prefix.clear().u8(IndexItems.NAME_TO_TSID);
        for (boolean more = cursor.seekPrefix(prefix); more; more = cursor.next() && cursor.startsWith(prefix)) {
            int at = IndexItems.tsidOffset(cursor.array(), cursor.offset(), cursor.length());
            Tsid tsid = Tsid.unmarshal(new ByteReader(cursor.array(), at, Tsid.BYTES));
            Slice name = lookUp.name(tsid.metricId());
            if (name == null || !name.equals(cursor.item().range(1, cursor.length() - 1 - Tsid.BYTES))) {
                problem(table, "metric id " + tsid.metricId() + " has another name than " + cursor.item());
            }
        }
    }

    /** The numbers that a name with too few tags leaves unused may be anything. */
    private static boolean hasHashes(Tsid tsid, MetricName name) {
        Tsid computed = name.newTsid(tsid.metricId());
        int tags = name.tagCount();
        return tsid.metricGroupId() == computed.metricGroupId()
                && (tags < 1 || tsid.jobId() == computed.jobId())
                && (tags < 2 || tsid.instanceId() == computed.instanceId());
    }

    private static MetricIds namesOf(ItemCursor cursor) throws IOException {
        MetricIds named = new MetricIds();
        ByteBuilder prefix = new ByteBuilder().u8(IndexItems.ID_TO_NAME);
        for (boolean more = cursor.seekPrefix(prefix); more; more = cursor.next() && cursor.startsWith(prefix)) {
            named.add(IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length()));
        }
        return named;
    }

    private static List<Long> daysOf(ItemCursor cursor) throws IOException {
        List<Long> days = new ArrayList<>();
        for (byte kind : new byte[] {IndexItems.DAY_TO_ID, IndexItems.DAY_TAG_TO_IDS}) {
            ByteBuilder prefix = new ByteBuilder().u8(kind);
            ByteBuilder key = new ByteBuilder().u8(kind);
            while (cursor.seek(key) && cursor.startsWith(prefix)) {
                if (cursor.length() < 1 + Long.BYTES) {
                    throw new CorruptedDataException("index row without a day: " + cursor.item());
                }
                long day = IndexItems.u64(cursor.array(), cursor.offset() + 1);
                if (!days.contains(day)) {
                    days.add(day);
                }
                IndexItems.key(kind, day + 1, key.clear());
            }
        }
        return days;
    }

    /** Kind 1, or kind 6 of one day: adds the rows up, id by id, and compares. */
    private void checkTags(String table, ItemCursor cursor, long day, MetricIds registered) throws IOException {
        long[] sums = new long[ids.length];
        ByteBuilder base = IndexItems.tagBase(day, new ByteBuilder());
        ByteBuilder tag = new ByteBuilder();
        MetricIds idsOfTag = new MetricIds();
        for (boolean more = cursor.seekPrefix(base); more; more = cursor.next() && cursor.startsWith(base)) {
            row.set(cursor.array(), cursor.offset(), cursor.length());
            if (!row.prefix().equals(tag.slice())) {
                addUp(table, day, tag, base.size(), idsOfTag, sums);
                tag.clear().bytes(row.prefix());
                idsOfTag = new MetricIds();
            }
            for (int i = 0; i < row.idsCount(); i++) {
                idsOfTag.add(row.id(i));
            }
        }
        addUp(table, day, tag, base.size(), idsOfTag, sums);
        String when = day == IndexItems.ALL_DAYS ? "" : " on day " + day;
        for (long id : registered.toArray()) {
            int at = indexOf(id);
            if (at < 0) {
                problem(table, "metric id " + id + " is registered" + when + " but has no name");
            } else if (sums[at] != expected[at]) {
                problem(table, "metric id " + id + " lacks tag rows" + when + ", or is in rows of others");
            }
        }
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] != 0 && !registered.contains(ids[i])) {
                problem(table, "metric id " + ids[i] + " is in tag rows" + when + " but not registered");
            }
        }
    }

    private void addUp(String table, long day, ByteBuilder tag, int baseSize, MetricIds idsOfTag, long[] sums) {
        long hash = XxHash64.hash(tag.array(), baseSize, Math.max(0, tag.size() - baseSize));
        idsOfTag.forEach(id -> {
            int at = indexOf(id);
            if (at < 0) {
                problem(table, "metric id " + id + " is in a tag row of day " + day + " but has no name");
            } else {
                sums[at] += hash;
            }
        });
    }

    /** The rows of other kinds: none but deleted ids. */
    private void checkKinds(String table, ItemCursor cursor) throws IOException {
        ByteBuilder key = new ByteBuilder().u8(IndexItems.DELETED_ID);
        for (boolean more = cursor.seekPrefix(key); more; more = cursor.next() && cursor.startsWith(key)) {
            IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
        }
        if (cursor.seek(key.clear().u8(IndexItems.DAY_TAG_TO_IDS + 1))) {
            problem(table, "unknown kind of row: " + cursor.item());
        }
    }
}
