package io.laurel.regex;

import com.google.re2j.Pattern;
import io.laurel.regex.Node.Alternation;
import io.laurel.regex.Node.CharClass;
import io.laurel.regex.Node.Concat;
import io.laurel.regex.Node.Plain;
import io.laurel.regex.Node.Repeat;
import io.laurel.regex.Node.Text;
import io.laurel.regex.Node.Times;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether the rest of an expression, behind its literal prefix, matches the rest of a value. Safe for threads.
 *
 * <pre>
 *   rest (L a text)   matches                                       cost
 *   .*                everything                                       1
 *   .+                what is not empty                                1
 *   L.*   L.+         what starts with L, with .+ and is longer        2
 *   .*L   .+L         what ends with L, with .+ and is longer          4
 *   .*L.*   .+L.+     what contains L, with .+ not at that edge        6
 *   anything else     as the library for RE2 says                    100
 * </pre>
 *
 * <p>Alternatives with {@code .*} among them count as {@code .*}; with {@code .+} as {@code .+}, or as {@code .*} if
 * another one matches nothing at all. In these short forms a dot matches a newline, in anything else it does not,
 * unless {@code (?s)} says so.
 */
public final class RestMatcher {
    private interface Test {
        boolean matches(byte[] value, int offset, int length);
    }

    private static final byte[] NOTHING = {};

    private final Test test;
    private final int cost;
    private final String literalSuffix;

    private RestMatcher(Test test, int cost, String literalSuffix) {
        this.test = test;
        this.cost = cost;
        this.literalSuffix = literalSuffix;
    }

    /** @param rest in stored form, see {@link StoredForm} */
    static RestMatcher of(Node rest) {
        if (gap(rest) >= 0) {
            return contains(gap(rest), NOTHING, 0, 1);
        }
        List<Node> parts = rest instanceof Concat concat ? concat.parts() : List.of(rest);
        if (parts.size() == 2 && parts.get(0).isPlainText() && gap(parts.get(1)) >= 0) {
            byte[] text = bytes(parts.get(0));
            int gap = gap(parts.get(1));
            return new RestMatcher((value, offset, length) -> length >= text.length + gap
                    && isAt(value, offset, text), 2, "");
        }
        if (parts.size() == 2 && gap(parts.get(0)) >= 0 && parts.get(1).isPlainText()) {
            byte[] text = bytes(parts.get(1));
            int gap = gap(parts.get(0));
            return new RestMatcher((value, offset, length) -> length >= gap + text.length
                    && isAt(value, offset + length - text.length, text), 4, text(parts.get(1)));
        }
        if (parts.size() == 3 && gap(parts.get(0)) >= 0 && parts.get(1).isPlainText() && gap(parts.get(2)) >= 0) {
            return contains(gap(parts.get(0)), bytes(parts.get(1)), gap(parts.get(2)), 6);
        }
        return compiled(rest, parts.get(parts.size() - 1));
    }

    /** The fewest characters that a piece which matches everything matches: 0 for .*, 1 for .+; -1 for other pieces. */
    private static int gap(Node node) {
        if (node instanceof Alternation alternation) {
            boolean star = alternation.branches().stream().anyMatch(branch -> gap(branch) == 0);
            boolean plus = alternation.branches().stream().anyMatch(branch -> gap(branch) == 1);
            return star ? 0 : plus ? leastCharacters(alternation) : -1;
        }
        boolean dots = node instanceof Repeat repeat && repeat.times() != Times.QUEST
                && (repeat.body() == Plain.ANY || repeat.body() == Plain.DOT);
        return !dots ? -1 : ((Repeat) node).times() == Times.STAR ? 0 : 1;
    }

    /** 0 if the piece matches nothing at all, 1 if it wants a character, -1 if that depends on its neighbours. */
    private static int leastCharacters(Node node) {
        if (node instanceof Repeat repeat) {
            return repeat.times() == Times.PLUS ? leastCharacters(repeat.body()) : 0;
        }
        if (node instanceof Concat concat) {
            Set<Integer> least = leastCharacters(concat.parts());
            return least.contains(1) ? 1 : least.contains(-1) ? -1 : 0;
        }
        if (node instanceof Alternation alternation) {
            Set<Integer> least = leastCharacters(alternation.branches());
            return least.contains(0) ? 0 : least.contains(-1) ? -1 : 1;
        }
        boolean character = node instanceof Text || node instanceof CharClass || node == Plain.ANY || node == Plain.DOT;
        return character ? 1 : node == Plain.EMPTY ? 0 : -1;
    }

    private static Set<Integer> leastCharacters(List<Node> nodes) {
        return nodes.stream().map(RestMatcher::leastCharacters).collect(Collectors.toSet());
    }

    private static RestMatcher contains(int before, byte[] text, int after, int cost) {
        return new RestMatcher((value, offset, length) -> {
            int last = offset + length - after - text.length;
            for (int i = offset + before; i <= last; i++) {
                if (isAt(value, i, text)) {
                    return true;
                }
            }
            return false;
        }, cost, "");
    }

    private static boolean isAt(byte[] value, int at, byte[] text) {
        return Arrays.equals(value, at, at + text.length, text, 0, text.length);
    }

    /** A value that does not end as the expression does needs no matching; a replacement character can be any bytes. */
    private static RestMatcher compiled(Node rest, Node lastPart) {
        Pattern pattern = Pattern.compile(append(rest, new StringBuilder()).toString());
        String suffix = rest instanceof Concat && lastPart.isPlainText() ? text(lastPart) : "";
        byte[] end = suffix.indexOf('\ufffd') < 0 ? suffix.getBytes(StandardCharsets.UTF_8) : NOTHING;
        return new RestMatcher((value, offset, length) -> length >= end.length
                && isAt(value, offset + length - end.length, end)
                && pattern.matches(Runes.decode(value, offset, length)), 100, suffix);
    }

    /** Writes an expression as RE2 reads it. */
    private static StringBuilder append(Node node, StringBuilder target) {
        if (node instanceof Text text) {
            target.append(text.foldCase() ? "(?i:" : "(?:").append(Pattern.quote(text.text())).append(')');
        } else if (node instanceof CharClass charClass) {
            target.append(charClass.ranges());
        } else if (node instanceof Repeat repeat) {
            append(repeat.body(), target.append("(?:")).append(')').append(repeat.times().sign());
        } else if (node instanceof Concat concat) {
            for (Node part : concat.parts()) {
                append(part, target);
            }
        } else if (node instanceof Alternation alternation) {
            target.append("(?:");
            for (Node branch : alternation.branches()) {
                append(branch, target).append('|');
            }
            target.setCharAt(target.length() - 1, ')');
        } else {
            target.append(switch ((Plain) node) {
                case EMPTY -> "";
                case ANY -> "(?s:.)";
                case DOT -> "(?-s:.)";
                case BEGIN_TEXT -> "\\A";
                case END_TEXT -> "\\z";
                case BEGIN_LINE -> "(?m:^)";
                case END_LINE -> "(?m:$)";
                case WORD_BOUNDARY -> "\\b";
                case NO_WORD_BOUNDARY -> "\\B";
            });
        }
        return target;
    }

    private static String text(Node text) {
        return ((Text) text).text();
    }

    private static byte[] bytes(Node text) {
        return text(text).getBytes(StandardCharsets.UTF_8);
    }

    /** @param value bytes in stored form, from the end of the prefix to the end of the value */
    public boolean matches(byte[] value, int offset, int length) {
        return test.matches(value, offset, length);
    }

    /** How much work a match is, in the units of the table above. */
    public int cost() {
        return cost;
    }

    /** In stored form, what a value must end with as far as that is known; else empty. */
    public String literalSuffix() {
        return literalSuffix;
    }
}
