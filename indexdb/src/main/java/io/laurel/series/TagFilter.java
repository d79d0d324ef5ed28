package io.laurel.series;

import io.laurel.bytes.Slice;

/**
 * One condition on the value of a label, where a label that is absent has the empty value. The empty key stands for the
 * metric group, {@code __name__} is turned into it.
 */
public record TagFilter(Slice key, Operator operator, Slice value) {
    /** How the value of the label is compared with the value of the filter. */
    public enum Operator {
        /** {@code key="value"} */
        EQUAL("="),
        /** {@code key!="value"}: also series without the label */
        NOT_EQUAL("!="),
        /** {@code key=~"value"}: the expression matches the whole value */
        MATCHES("=~"),
        /** {@code key!~"value"}: the opposite of {@link #MATCHES} */
        NOT_MATCHES("!~");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        public boolean isNegative() {
            return this == NOT_EQUAL || this == NOT_MATCHES;
        }

        public boolean isRegex() {
            return this == MATCHES || this == NOT_MATCHES;
        }

        /** As it is written in a selector. */
        public String sign() {
            return sign;
        }
    }

    /** Key and value are copied. */
    public TagFilter {
        key = RawName.isGroup(key.array(), key.offset(), key.length()) ? Slice.EMPTY : Slice.of(key.toByteArray());
        value = Slice.of(value.toByteArray());
    }

    /** As in a selector, for messages. */
    @Override
    public String toString() {
        return (key.isEmpty() ? MetricName.GROUP_LABEL : key.utf8()) + operator.sign + '"'
                + value.utf8().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
