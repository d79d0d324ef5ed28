package io.laurel.indexdb;

import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.series.MetricName;
import io.laurel.series.TagCoding;
import io.laurel.series.Tsid;
import java.util.Locale;

/**
 * One item of an index table taken apart, for people who look into a part. What a kind does not have is null, or empty.
 *
 * @param day the day since 1970 of a row of one day; null if it is of all
 * @param name of kinds 0 and 3
 * @param group the metric group that a composite tag belongs to; null if the tag belongs to none
 * @param key the label of a tag row; empty for the metric group
 * @param reversed whether the value of a tag row is the metric group in reverse
 * @param value of a tag row
 * @param series of kinds 0 and 2
 * @param ids the metric ids of a tag row, or the one of the other kinds
 */
public record DecodedItem(Kind kind, Long day, MetricName name, Slice group, Slice key, boolean reversed, Slice value,
        Tsid series, long[] ids) {
    /** What an item is for. */
    public enum Kind {
        NAME_TO_TSID, TAG_TO_IDS, ID_TO_TSID, ID_TO_NAME, DELETED_ID, DAY_TO_ID, DAY_TAG_TO_IDS;

        /** The name in small letters, like {@code tag to ids}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Takes an item apart.
     *
     * @throws CorruptedDataException if it is none of an index
     */
    public static DecodedItem of(Slice item) throws CorruptedDataException {
        if (item.isEmpty() || item.u8(0) >= Kind.values().length) {
            throw new CorruptedDataException("unknown kind of row: " + item);
        }
        byte[] array = item.toByteArray();
        Kind kind = Kind.values()[item.u8(0)];
        return switch (kind) {
            case NAME_TO_TSID -> {
                int at = IndexItems.tsidOffset(array, 0, array.length);
                Tsid series = series(array, at);
                yield plain(kind, null, name(array, 1, at - 1), series, series.metricId());
            }
            case ID_TO_TSID -> {
                long id = IndexItems.metricId(array, 0, array.length);
                yield plain(kind, null, null, series(array, 1 + IndexItems.ID_BYTES), id);
            }
            case ID_TO_NAME -> {
                long id = IndexItems.metricId(array, 0, array.length);
                yield plain(kind, null, name(array, 1 + IndexItems.ID_BYTES, array.length), null, id);
            }
            case DELETED_ID -> plain(kind, null, null, null, IndexItems.metricId(array, 0, array.length));
            case DAY_TO_ID -> {
                long id = IndexItems.metricId(array, 0, array.length);
                yield plain(kind, IndexItems.u64(array, 1), null, null, id);
            }
            case TAG_TO_IDS, DAY_TAG_TO_IDS -> tag(kind, array);
        };
    }

    private static DecodedItem plain(Kind kind, Long day, MetricName name, Tsid series, long id) {
        return new DecodedItem(kind, day, name, null, null, false, null, series, new long[] {id});
    }

    private static Tsid series(byte[] array, int at) throws CorruptedDataException {
        return Tsid.unmarshal(new ByteReader(array, at, Tsid.BYTES));
    }

    private static MetricName name(byte[] array, int from, int to) throws CorruptedDataException {
        return MetricName.parse(new Slice(array, from, to - from));
    }

    private static DecodedItem tag(Kind kind, byte[] array) throws CorruptedDataException {
        TagRow row = new TagRow();
        row.set(array, 0, array.length);
        long[] ids = new long[row.idsCount()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = row.id(i);
        }
        Long day = kind == Kind.TAG_TO_IDS ? null : row.day();
        Slice key = unescape(row.escapedKey());
        Slice value = unescape(row.escapedValue());
        if (!key.isEmpty() && (byte) key.u8(0) == IndexItems.COMPOSITE) {
            ByteReader reader = new ByteReader(key.array(), key.offset() + 1, key.length() - 1);
            try {
                Slice group = reader.lengthPrefixed("metric group of a composite key");
                Slice label = new Slice(key.array(), reader.position(), reader.remaining());
                return new DecodedItem(kind, day, null, group, label, false, value, null, ids);
            } catch (CorruptedDataException e) {
                // The label of a user, which may begin like a composite key too
            }
        }
        boolean reversed = key.length() == 1 && (byte) key.u8(0) == IndexItems.REVERSED_GROUP;
        return new DecodedItem(kind, day, null, null, reversed ? Slice.EMPTY : key, reversed, value, null, ids);
    }

    private static Slice unescape(Slice escaped) throws CorruptedDataException {
        return TagCoding.unescape(escaped.array(), escaped.offset(), escaped.length());
    }
}
