package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a series selector as PromQL and the MetricsQL of the v1.79 server write it:
 *
 * <pre>
 *   selector  = [ name ] [ "{" [ condition { "," condition } [ "," ] ] "}" ]
 *   condition = name ( "=" | "!=" | "=~" | "!~" ) string
 *   name      = letter | "_" | ":" , then also digits and "."; "\" makes any character part of it, \xNN and \\uNNNN too
 *   string    = between two " or two ' with the escapes of Go, or between two ` without escapes
 * </pre>
 *
 * <p>White space and {@code #} comments may stand between any two of these. A selector without a name and without
 * conditions would be all series by mistake and is refused; {@code {__name__!=""}} says it.
 */
final class SelectorParser {
    private final String text;
    private int at;

    private SelectorParser(String text) {
        this.text = text;
    }

    /** Reads the whole {@code text}; fails with a message that shows where it went wrong. */
    static Selector parse(String text) {
        return new SelectorParser(text).selector();
    }

    private Selector selector() {
        List<Selector.Condition> conditions = new ArrayList<>();
        skipSpace();
        if (atNameStart()) {
            conditions.add(new Selector.Condition(Slice.EMPTY, Selector.Operator.EQUAL, name(), at));
            skipSpace();
        }
        if (at < text.length() && text.charAt(at) == '{') {
            at++;
            conditions(conditions);
            skipSpace();
        } else if (conditions.isEmpty()) {
            throw bad("a metric name or '{' was expected");
        }
        if (at < text.length()) {
            throw bad(startsWith("[") ? "a selector takes no range; use --start and --end"
                    : startsWith("or ") ? "one selector was expected; for either of two repeat the option"
                    : "the end of the selector was expected");
        }
        if (conditions.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "selector " + text
                    + " has no conditions; to select all series write {__name__!=\"\"}");
        }
        return new Selector(text, conditions);
    }

    private void conditions(List<Selector.Condition> target) {
        while (true) {
            skipSpace();
            if (startsWith("}")) {
                at++;
                return;
            }
            if (!atNameStart()) {
                throw bad(target.isEmpty() ? "a label name or '}' was expected" : "a label name was expected");
            }
            Slice label = name();
            skipSpace();
            Selector.Operator operator = operator();
            skipSpace();
            int valueAt = at;
            Slice value = string();
            target.add(new Selector.Condition(label, operator, value, valueAt));
            skipSpace();
            if (startsWith(",")) {
                at++;
            } else if (startsWith("or")) {
                throw bad("'or' between conditions is of a later server; repeat the option instead");
            } else if (!startsWith("}")) {
                throw bad("',' or '}' was expected");
            }
        }
    }

    private Selector.Operator operator() {
        for (Selector.Operator operator : Selector.Operator.LONGEST_FIRST) {
            if (startsWith(operator.symbol()) && !text.startsWith("==", at)) {
                at += operator.symbol().length();
                return operator;
            }
        }
        throw bad("one of = != =~ !~ was expected");
    }

    private boolean atNameStart() {
        return at < text.length() && (text.charAt(at) == '\\' || isNameStart(text.charAt(at)));
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':';
    }

    /** A metric or label name; {@code __name__} is the empty name, under which the index has it. */
    private Slice name() {
        ByteBuilder target = new ByteBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                escapedNamePart(target);
            } else if (isNameStart(c) || c >= '0' && c <= '9' || c == '.') {
                target.u8(c);
                at++;
            } else {
                break;
            }
        }
        Slice name = Slice.of(target.toByteArray());
        return name.equals(Selector.NAME_LABEL) ? Slice.EMPTY : name;
    }

    private void escapedNamePart(ByteBuilder target) {
        if (at + 1 == text.length()) {
            throw bad("a character was expected after the backslash");
        }
        char c = text.charAt(at + 1);
        if (c == 'x' && hex(at + 2, 2) >= 0) {
            target.u8(hex(at + 2, 2));
            at += 4;
        } else if (c == 'u' && hex(at + 2, 4) >= 0) {
            Utf8.append(target, hex(at + 2, 4));
            at += 6;
        } else {
            int codePoint = text.codePointAt(at + 1);
            Utf8.append(target, codePoint);
            at += 1 + Character.charCount(codePoint);
        }
    }

    private Slice string() {
        int openAt = at;
        if (!startsWith("\"") && !startsWith("'") && !startsWith("`")) {
            throw bad("a quoted value was expected");
        }
        char quote = text.charAt(at++);
        ByteBuilder target = new ByteBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\\' && quote != '`') {
                escape(target, quote);
            } else if (c == '\n' && quote != '`') {
                throw bad("\\n was expected for a line break inside quotes");
            } else {
                int codePoint = text.codePointAt(at);
                at += Character.charCount(codePoint);
                target.bytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (at == text.length()) {
            at = openAt;
            throw bad("a closing " + quote + " was expected for the quote");
        }
        at++;
        return Slice.of(target.toByteArray());
    }

    /** One escape of a Go string; \xNN and octal are bytes, not characters. */
    private void escape(ByteBuilder target, char quote) {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        int plain = "abfnrtv\\".indexOf(c);
        if (c != 0 && plain >= 0) {
            target.u8("\007\b\f\n\r\t\013\\".charAt(plain));
            at += 2;
        } else if (c == quote) {
            target.u8(c);
            at += 2;
        } else if (c == 'x') {
            target.u8(number(2, 16, 0xff));
        } else if (c == 'u') {
            Utf8.append(target, number(4, 16, 0xffff));
        } else if (c == 'U') {
            Utf8.append(target, number(8, 16, Character.MAX_CODE_POINT));
        } else if (c >= '0' && c <= '7') {
            at--;
            target.u8(number(3, 8, 0xff));
        } else {
            throw bad("one of the escapes \\a \\b \\f \\n \\r \\t \\v \\\\ \\" + quote
                    + " \\xNN \\NNN \\uNNNN \\UNNNNNNNN was expected");
        }
    }

    /** The digits of a numeric escape, which follow two characters after {@code at}. */
    private int number(int digits, int radix, int max) {
        long value = 0;
        for (int i = at + 2; i < at + 2 + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                at = i;
                throw bad((radix == 16 ? "a hexadecimal" : "an octal") + " digit was expected");
            }
            value = value * radix + digit;
        }
        if (value > max || max > 0xff && value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            throw bad("an escape of a valid character was expected");
        }
        at += 2 + digits;
        return (int) value;
    }

    private int hex(int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private boolean startsWith(String word) {
        return text.startsWith(word, at);
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\013') {
                at++;
            } else {
                return;
            }
        }
    }

    private CommandFailure bad(String expected) {
        String found = at >= text.length() ? "the end"
                : "'" + Character.toString(text.codePointAt(at)) + "'";
        return new CommandFailure(ExitCode.USAGE, "selector " + text + ": at character " + (at + 1) + " " + expected
                + ", found " + found);
    }
}
