package io.laurel.interop;

import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;

/** A selector and a range of time, as both engines take them. */
record Question(TagFilters filters, TimeRange range) {
    /** Before anything in the tests' data, and after it. */
    static final TimeRange EVER = TimeRange.ofMillis(1_600_000_000_000L, 1_700_000_000_000L);

    static final Question EVERYTHING = new Question(TagFilters.all().notEqual("__name__", ""), EVER);
    static final Question NAMELESS = new Question(TagFilters.all().equal("__name__", ""), EVER);

    /** As a form for the server. */
    String arguments() {
        return "match%5B%5D=" + RealServer.percent(selector()) + "&" + arguments(range);
    }

    /** The server cuts the thousandths of seconds from a floating point number: half a millisecond keeps it safe. */
    static String arguments(TimeRange range) {
        return "start=" + seconds(range.fromMs()) + "&end=" + seconds(range.toMs());
    }

    private static String seconds(long ms) {
        return ms / 1000 + "." + String.format("%03d5", ms % 1000);
    }

    /** As the query language writes it; a byte text. */
    String selector() {
        StringBuilder text = new StringBuilder("{");
        for (TagFilter filter : filters.list()) {
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

    private static void appendValue(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                text.append(String.format("\\x%02x", (int) c));
            } else {
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return ByteText.quoted(selector()) + " from " + range.fromMs() + " to " + range.toMs();
    }
}
