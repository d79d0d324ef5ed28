package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.indexdb.DecodedItem;
import io.laurel.series.MetricName;
import java.time.LocalDate;

/**
 * An item of the index in one line:
 *
 * <pre>
 *   name to tsid      up{job="node"} = 23af5a217b078e8f-2676b47e-7fe19c40-0102030405060709
 *   tag to ids        {job="node"} = 0102030405060709 ...      up{job="node"} if the tag is within a metric name
 *   id to tsid        0102030405060709 = 23af5a217b078e8f-...
 *   id to name        0102030405060709 = up{job="node"}
 * </pre>
 */
final class ItemText {
    static final String NONE = "-";

    private static final long LAST_DAY = LocalDate.MAX.toEpochDay();

    private ItemText() {}

    static String day(DecodedItem item) {
        if (item.day() == null) {
            return NONE;
        }
        boolean inCalendar = item.day() >= 0 && item.day() <= LAST_DAY;
        return inCalendar ? LocalDate.ofEpochDay(item.day()).toString() : Long.toUnsignedString(item.day());
    }

    static String of(DecodedItem item) {
        return switch (item.kind()) {
            case NAME_TO_TSID -> selector(item.name()) + " = " + item.series();
            case ID_TO_TSID -> id(item) + " = " + item.series();
            case ID_TO_NAME -> id(item) + " = " + selector(item.name());
            case DELETED_ID, DAY_TO_ID -> id(item);
            case TAG_TO_IDS, DAY_TAG_TO_IDS -> tag(item) + " =" + ids(item.ids());
        };
    }

    private static String tag(DecodedItem item) {
        if (item.reversed()) {
            ByteBuilder text = new ByteBuilder();
            SelectorText.appendQuoted(text, item.value());
            return "reversed name " + text.slice().utf8();
        }
        MetricName.Builder name = MetricName.builder();
        if (item.group() != null) {
            name.add(Slice.EMPTY, item.group());
        }
        return selector(name.add(item.key(), item.value()).build());
    }

    private static String selector(MetricName name) {
        ByteBuilder text = new ByteBuilder();
        SelectorText.append(text, name);
        return text.isEmpty() ? "{}" : text.slice().utf8();
    }

    private static String id(DecodedItem item) {
        return ids(item.ids()).strip();
    }

    private static String ids(long[] ids) {
        StringBuilder text = new StringBuilder();
        for (long id : ids) {
            text.append(String.format(" %016x", id));
        }
        return text.toString();
    }
}
