package io.laurel.regex;

import io.laurel.regex.Node.Alternation;
import io.laurel.regex.Node.CharClass;
import io.laurel.regex.Node.Concat;
import io.laurel.regex.Node.Plain;
import io.laurel.regex.Node.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes alternatives in normal form, in four rounds over neighbours:
 *
 * <pre>
 *   foobar|foobaz|x   fooba(?:r|z)|x      a common leading text is taken out
 *   [ab]x|[ab]y       [ab](?:x|y)         so is a common leading class
 *   a|[cd]|xy         [acd]|xy            single characters and classes become one class
 *   x||               x|                  several empty alternatives are one
 * </pre>
 *
 * <p>Which texts an expression starts with, and which texts it can be, hangs on exactly these rounds in this order.
 */
final class Alternatives {
    private Alternatives() {}

    static Node of(List<Node> branches) {
        List<Node> flat = new ArrayList<>();
        for (Node branch : branches) {
            if (branch instanceof Alternation alternation) {
                flat.addAll(alternation.branches());
            } else {
                flat.add(branch);
            }
        }
        List<Node> factored = joinEmpty(joinSingle(takeOutClasses(takeOutTexts(flat))));
        return factored.size() == 1 ? factored.get(0) : new Alternation(Collections.unmodifiableList(factored));
    }

    private static List<Node> takeOutTexts(List<Node> branches) {
        List<Node> result = new ArrayList<>();
        for (int i = 0; i < branches.size(); ) {
            Text common = leadingText(branches.get(i));
            int end = i + 1;
            while (common != null && end < branches.size()) {
                Text shorter = commonText(common, leadingText(branches.get(end)));
                if (shorter == null) {
                    break;
                }
                common = shorter;
                end++;
            }
            if (end - i == 1) {
                result.add(branches.get(i));
            } else {
                List<Node> tails = new ArrayList<>();
                for (Node branch : branches.subList(i, end)) {
                    tails.add(withoutLeadingText(branch, common.text().length()));
                }
                result.add(Nodes.concat(List.of(common, of(tails))));
            }
            i = end;
        }
        return result;
    }

    private static Text leadingText(Node node) {
        return head(node) instanceof Text text ? text : null;
    }

    /** What both texts start with, or null. */
    private static Text commonText(Text a, Text b) {
        if (b == null || a.foldCase() != b.foldCase()) {
            return null;
        }
        int length = 0;
        int max = Math.min(a.text().length(), b.text().length());
        while (length < max && a.text().charAt(length) == b.text().charAt(length)) {
            length++;
        }
        if (length > 0 && Character.isHighSurrogate(a.text().charAt(length - 1))) {
            length--;
        }
        return length == 0 ? null : new Text(a.text().substring(0, length), a.foldCase());
    }

    private static Node withoutLeadingText(Node node, int length) {
        if (node instanceof Concat concat) {
            List<Node> parts = new ArrayList<>(concat.parts());
            parts.set(0, withoutLeadingText(parts.get(0), length));
            return Nodes.concat(parts);
        }
        Text text = (Text) node;
        return text.text().length() == length
                ? Plain.EMPTY
                : new Text(text.text().substring(length), text.foldCase());
    }

    private static List<Node> takeOutClasses(List<Node> branches) {
        List<Node> result = new ArrayList<>();
        for (int i = 0; i < branches.size(); ) {
            Node head = head(branches.get(i));
            int end = i + 1;
            while (end < branches.size() && ranges(head) != null && head.equals(head(branches.get(end)))) {
                end++;
            }
            if (end - i == 1) {
                result.add(branches.get(i));
            } else {
                List<Node> tails = new ArrayList<>();
                for (Node branch : branches.subList(i, end)) {
                    tails.add(branch instanceof Concat concat
                            ? Nodes.concat(concat.parts().subList(1, concat.parts().size()))
                            : Plain.EMPTY);
                }
                result.add(Nodes.concat(List.of(head, of(tails))));
            }
            i = end;
        }
        return result;
    }

    private static List<Node> joinSingle(List<Node> branches) {
        List<Node> result = new ArrayList<>();
        for (int i = 0; i < branches.size(); ) {
            CharRanges joined = ranges(branches.get(i));
            int end = i + 1;
            while (joined != null && end < branches.size() && ranges(branches.get(end)) != null) {
                joined = joined.union(ranges(branches.get(end)));
                end++;
            }
            if (end - i == 1) {
                result.add(branches.get(i));
            } else if (joined.equals(CharRanges.ANY)) {
                result.add(Plain.ANY);
            } else {
                result.add(joined.equals(CharRanges.NOT_NEWLINE) ? Plain.DOT : Nodes.charClass(joined));
            }
            i = end;
        }
        return result;
    }

    private static List<Node> joinEmpty(List<Node> branches) {
        List<Node> result = new ArrayList<>();
        for (Node branch : branches) {
            boolean again = branch == Plain.EMPTY && !result.isEmpty() && result.get(result.size() - 1) == Plain.EMPTY;
            if (!again) {
                result.add(branch);
            }
        }
        return result;
    }

    private static Node head(Node node) {
        return node instanceof Concat concat ? concat.parts().get(0) : node;
    }

    /** The characters of a piece that is one character, else null. */
    private static CharRanges ranges(Node node) {
        if (node instanceof CharClass charClass) {
            return charClass.ranges();
        }
        if (node instanceof Text text && text.isOneCharacter()) {
            CharRanges character = CharRanges.range(text.firstCharacter(), text.firstCharacter());
            return text.foldCase() ? LetterCase.closure(character) : character;
        }
        return node == Plain.ANY ? CharRanges.ANY : node == Plain.DOT ? CharRanges.NOT_NEWLINE : null;
    }
}
