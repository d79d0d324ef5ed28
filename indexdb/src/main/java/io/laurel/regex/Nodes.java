package io.laurel.regex;

import io.laurel.regex.Node.CharClass;
import io.laurel.regex.Node.Concat;
import io.laurel.regex.Node.Plain;
import io.laurel.regex.Node.Repeat;
import io.laurel.regex.Node.Text;
import io.laurel.regex.Node.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes the pieces of an expression in normal form: groups do not exist, empty pieces of a concatenation vanish,
 * neighbouring texts join, counted repeats are written out, a class of one character is a text, a class of the two
 * cases of a letter is a text in either case. Alternatives are made by {@link Alternatives}.
 */
final class Nodes {
    /** In place of the upper count of a repeat: as often as one likes. */
    static final int UNBOUNDED = -1;

    private Nodes() {}

    static Node text(String text, boolean foldCase) {
        return new Text(foldCase ? LetterCase.lowest(text) : text, foldCase);
    }

    /**
     * One character as text. Half a surrogate pair cannot stand in UTF-8, where it shows as the replacement
     * character.
     */
    static String character(int c) {
        return Character.toString(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c);
    }

    static Node charClass(CharRanges ranges) {
        int size = ranges.size();
        if (size == 1) {
            return new Text(character(ranges.first(0)), false);
        }
        if (size == 2) {
            int[] characters = ranges.characters();
            int[] forms = LetterCase.of(characters[0]);
            if (forms.length == 2 && forms[0] == characters[0] && forms[1] == characters[1]) {
                return new Text(Character.toString(characters[0]), true);
            }
        }
        return new CharClass(ranges);
    }

    static Node concat(List<Node> pieces) {
        List<Node> flat = new ArrayList<>();
        for (Node piece : pieces) {
            if (piece instanceof Concat concat) {
                flat.addAll(concat.parts());
            } else if (piece != Plain.EMPTY) {
                flat.add(piece);
            }
        }
        List<Node> parts = new ArrayList<>();
        for (int i = 0; i < flat.size(); ) {
            int end = endOfTexts(flat, i);
            parts.add(end - i > 1 ? joined(flat.subList(i, end)) : flat.get(i));
            i = Math.max(end, i + 1);
        }
        return switch (parts.size()) {
            case 0 -> Plain.EMPTY;
            case 1 -> parts.get(0);
            default -> new Concat(Collections.unmodifiableList(parts));
        };
    }

    /** Index behind the texts of one kind that begin at {@code from}; {@code from} itself if there is no text. */
    private static int endOfTexts(List<Node> nodes, int from) {
        int end = from;
        while (end < nodes.size() && nodes.get(end) instanceof Text text
                && text.foldCase() == ((Text) nodes.get(from)).foldCase()) {
            end++;
        }
        return end;
    }

    private static Node joined(List<Node> texts) {
        StringBuilder joined = new StringBuilder();
        texts.forEach(text -> joined.append(((Text) text).text()));
        return new Text(joined.toString(), ((Text) texts.get(0)).foldCase());
    }

    static Node repeat(Times times, Node body) {
        boolean said = body == Plain.EMPTY || body instanceof Repeat repeat && repeat.times() == times;
        return said ? body : new Repeat(times, body);
    }

    /** The body at least {@code min} and at most {@code max} times, or {@link #UNBOUNDED}. */
    static Node repeat(Node body, int min, int max) {
        if (max == UNBOUNDED && min == 0) {
            return repeat(Times.STAR, body);
        }
        List<Node> parts = new ArrayList<>();
        if (max == UNBOUNDED) {
            parts.addAll(Collections.nCopies(min - 1, body));
            parts.add(repeat(Times.PLUS, body));
        } else {
            parts.addAll(Collections.nCopies(min, body));
            parts.addAll(Collections.nCopies(max - min, repeat(Times.QUEST, body)));
        }
        return concat(parts);
    }
}
