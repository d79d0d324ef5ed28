package io.laurel.interop;

import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.util.List;

/** A selector and a range of time, as both engines take them. */
record Question(TagFilters filters, TimeRange range) {
    /** From before anything in the tests' data to after it: 2020 to 2033. */
    static final TimeRange EVER = TimeRange.ofMillis(1_600_000_000_000L, 2_000_000_000_000L);

    static final Question EVERYTHING = new Question(TagFilters.all().notEqual("__name__", ""), EVER);
    static final Question NAMELESS = new Question(TagFilters.all().equal("__name__", ""), EVER);

    /** As a form for the server. */
    String arguments() {
        return "match%5B%5D=" + RealServer.percent(selector(filters.list())) + "&" + arguments(range);
    }

    /** The server cuts the thousandths of seconds from a floating point number: half a millisecond keeps it safe. */
    static String arguments(TimeRange range) {
        return "start=" + seconds(range.fromMs()) + "&end=" + seconds(range.toMs());
    }

    private static String seconds(long ms) {
        return ms / 1000 + "." + String.format("%03d5", ms % 1000);
    }

    /** As the query language writes it; a byte text. */
    static String selector(List<TagFilter> filters) {
        StringBuilder text = new StringBuilder("{");
        for (TagFilter filter : filters) {
            text.append(text.length() == 1 ? "" : ",");
            appendName(text, ByteText.of(filter.key()));
            text.append(filter.operator().sign());
            appendValue(text, ByteText.of(filter.value()));
        }
        return text.append('}').toString();
    }

    /** Letters as they are, ASCII that is no letter behind a backslash, and so the first byte of other characters. */
    private static void appendName(StringBuilder text, String name) {
        if (name.isEmpty()) {
            text.append("__name__");
            return;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || i > 0 && c >= '0' && c <= '9';
            boolean continues = c >= 0x80 && c < 0xc0;
            if (c < 0x20) {
                text.append(String.format("\\x%02x", (int) c));
            } else {
                text.append(plain || continues ? "" : "\\").append(c);
            }
        }
    }

    /** Bytes that are not valid UTF-8 would be read as replacement characters; escaped they stay what they are. */
    private static void appendValue(StringBuilder text, String value) {
        boolean utf8 = ByteText.isUtf8(value);
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == 0x7f || c > 0x7f && !utf8) {
                text.append(String.format("\\x%02x", (int) c));
            } else {
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return ByteText.quoted(selector(filters.list())) + " from " + range.fromMs() + " to " + range.toMs();
    }
}
