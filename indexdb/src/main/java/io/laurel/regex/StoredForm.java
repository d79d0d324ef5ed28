package io.laurel.regex;

import io.laurel.regex.Node.Alternation;
import io.laurel.regex.Node.CharClass;
import io.laurel.regex.Node.Concat;
import io.laurel.regex.Node.Repeat;
import io.laurel.regex.Node.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Values are matched as they lie in the index, where the characters 0, 1 and 2 are two each: 0 and a digit. So they
 * are two in the texts of an expression as well, and a dot does not match one of them, but two dots do. Inside a
 * class there is no room for two: such a class is refused, unless it is a class of everything except some other
 * characters.
 */
final class StoredForm {
    private static final char LAST_SPECIAL = 2;

    private StoredForm() {}

    /** @throws IllegalArgumentException if a class in it names one of the three characters */
    static Node of(Node node) {
        if (node instanceof Text text) {
            return text.text().chars().anyMatch(c -> c <= LAST_SPECIAL)
                    ? new Text(of(text.text()), text.foldCase())
                    : text;
        }
        if (node instanceof CharClass charClass) {
            check(charClass.ranges());
            return charClass;
        }
        if (node instanceof Repeat repeat) {
            return new Repeat(repeat.times(), of(repeat.body()));
        }
        if (node instanceof Concat concat) {
            return new Concat(all(concat.parts()));
        }
        return node instanceof Alternation alternation ? new Alternation(all(alternation.branches())) : node;
    }

    private static List<Node> all(List<Node> nodes) {
        List<Node> stored = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            stored.add(of(node));
        }
        return stored;
    }

    private static String of(String text) {
        StringBuilder stored = new StringBuilder();
        text.chars().forEach(c -> {
            if (c <= LAST_SPECIAL) {
                stored.append('\0').append((char) ('0' + c));
            } else {
                stored.append((char) c);
            }
        });
        return stored.toString();
    }

    private static void check(CharRanges ranges) {
        int count = ranges.count();
        boolean everythingElse = count > 0 && ranges.first(0) == 0 && ranges.last(count - 1) == CharRanges.MAX;
        CharRanges written = everythingElse ? ranges.negated() : ranges;
        for (int i = 0; i < written.count(); i++) {
            if (written.first(i) <= LAST_SPECIAL || written.last(i) <= LAST_SPECIAL) {
                throw new IllegalArgumentException("the characters 0 to 2 cannot stand in a character class");
            }
        }
    }
}
