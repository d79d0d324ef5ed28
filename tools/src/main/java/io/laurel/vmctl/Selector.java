package io.laurel.vmctl;

import io.laurel.bytes.Slice;
import io.laurel.series.TagFilters;
import java.util.List;

/** Which series a user wants: those for which all conditions hold. */
record Selector(String text, List<Selector.Condition> conditions) {
    /** The label under which users know the metric name. */
    static final Slice NAME_LABEL = Slice.utf8("__name__");

    Selector {
        conditions = List.copyOf(conditions);
    }

    /** The same for the library, which may find fault with a regular expression. */
    TagFilters toFilters() {
        TagFilters filters = TagFilters.all();
        for (Condition condition : conditions) {
            try {
                filters = condition.addTo(filters);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, "selector " + text + ": at character "
                        + (condition.valueAt() + 1) + " " + e.getMessage(), e);
            }
        }
        return filters;
    }

    /** What a condition compares with. */
    enum Operator {
        EQUAL("="), NOT_EQUAL("!="), MATCHES("=~"), NOT_MATCHES("!~");

        /** In an order in which no symbol comes before one that begins with it. */
        static final List<Operator> LONGEST_FIRST = List.of(MATCHES, NOT_EQUAL, NOT_MATCHES, EQUAL);

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** One condition. The {@code label} of the metric name is empty; {@code valueAt} is where its value begins. */
    record Condition(Slice label, Operator operator, Slice value, int valueAt) {
        private TagFilters addTo(TagFilters filters) {
            return switch (operator) {
                case EQUAL -> filters.equal(label, value);
                case NOT_EQUAL -> filters.notEqual(label, value);
                case MATCHES -> filters.matches(label, value);
                case NOT_MATCHES -> filters.notMatches(label, value);
            };
        }
    }
}
