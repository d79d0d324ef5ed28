package io.laurel.regex;

import io.laurel.bytes.Slice;
import io.laurel.regex.Node.Concat;
import io.laurel.regex.Node.Plain;
import io.laurel.regex.Node.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An expression taken apart for look-ups in sorted rows: {@code foo(bar|baz).*} has the literal prefix {@code fooba},
 * and only values behind that prefix need be looked at. What follows the prefix is a short list of texts, or is
 * matched. Immutable.
 */
public final class RegexPlan {
    private final String prefix;
    private final Node rest;
    private final List<String> orValues;
    private final RestMatcher matcher;

    private RegexPlan(String prefix, Node rest) {
        this.prefix = prefix;
        this.rest = rest;
        Node stored = StoredForm.of(rest);
        orValues = List.copyOf(OrValues.of(rest));
        matcher = orValues.isEmpty() ? RestMatcher.of(stored) : null;
    }

    /** As {@link #of(String)}, for the UTF-8 of an expression. */
    public static RegexPlan of(Slice expression) {
        try {
            return of(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(expression.array(), expression.offset(), expression.length())).toString());
        } catch (CharacterCodingException e) {
            throw new RegexSyntaxException("this is not UTF-8", expression.toString(), 0);
        }
    }

    /**
     * @throws RegexSyntaxException if this is no expression
     * @throws IllegalArgumentException if it is one that cannot be matched against values in their stored form, or
     *         whose groups are nested too deeply for the stack of this thread
     */
    public static RegexPlan of(String expression) {
        try {
            return plan(expression);
        } catch (StackOverflowError e) {
            // Groups in groups are walked by recursion. Only objects of this call were touched, so it may end here.
            throw new IllegalArgumentException("regular expression \"" + expression
                    + "\": groups are nested too deeply for the stack of this thread", e);
        }
    }

    private static RegexPlan plan(String expression) {
        Node whole = Anchors.strip(RegexParser.parse(expression));
        String prefix = "";
        Node rest = whole;
        if (whole.isPlainText()) {
            prefix = ((Text) whole).text();
            rest = Plain.EMPTY;
        } else if (whole instanceof Concat concat && concat.parts().get(0) instanceof Text text && text.isPlainText()) {
            prefix = text.text();
            rest = Nodes.concat(concat.parts().subList(1, concat.parts().size()));
        }
        try {
            return new RegexPlan(prefix, rest);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("regular expression \"" + expression + "\": " + e.getMessage(), e);
        }
    }

    /** The text with which every match starts. */
    public String prefix() {
        return prefix;
    }

    /** Whether the prefix is all there is. */
    public boolean isLiteral() {
        return rest == Plain.EMPTY;
    }

    /** All texts that may follow the prefix, if they are few and known, else an empty list. */
    public List<String> orValues() {
        return orValues;
    }

    /** What may follow the prefix; null if there are {@link #orValues}. */
    public RestMatcher rest() {
        return matcher;
    }

    /** An expression that matches that text only. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        text.chars().forEach(c -> quoted.append("\\.+*?()|[]{}^$".indexOf(c) < 0 ? "" : "\\").append((char) c));
        return quoted.toString();
    }
}
