package io.laurel.regex;

import io.laurel.regex.Node.Alternation;
import io.laurel.regex.Node.CharClass;
import io.laurel.regex.Node.Concat;
import io.laurel.regex.Node.Plain;
import io.laurel.regex.Node.Text;
import java.util.ArrayList;
import java.util.List;

/** The texts an expression can be, when they are few: then they are looked up instead of matched. */
final class OrValues {
    /** More than that, in any step, and there is no list. */
    private static final int MAX = 20;

    private OrValues() {}

    /**
     * The texts, with repetitions if the expression repeats them; an empty list if there are too many or it has none.
     */
    static List<String> of(Node node) {
        if (node == Plain.EMPTY) {
            return List.of("");
        }
        if (node instanceof Text text) {
            return text.foldCase() ? List.of() : List.of(text.text());
        }
        if (node instanceof CharClass charClass) {
            return of(charClass.ranges());
        }
        if (node instanceof Alternation alternation) {
            return of(alternation);
        }
        return node instanceof Concat concat ? of(concat) : List.of();
    }

    private static List<String> of(CharRanges ranges) {
        List<String> values = new ArrayList<>();
        if (ranges.size() <= MAX) {
            for (int character : ranges.characters()) {
                values.add(Nodes.character(character));
            }
        }
        return values;
    }

    private static List<String> of(Alternation alternation) {
        List<String> values = new ArrayList<>();
        for (Node branch : alternation.branches()) {
            List<String> more = of(branch);
            if (more.isEmpty() || values.size() + more.size() > MAX) {
                return List.of();
            }
            values.addAll(more);
        }
        return values;
    }

    private static List<String> of(Concat concat) {
        List<String> tails = List.of("");
        for (int i = concat.parts().size() - 1; i >= 0; i--) {
            List<String> heads = of(concat.parts().get(i));
            if (heads.size() * tails.size() > MAX) {
                return List.of();
            }
            List<String> values = new ArrayList<>();
            for (String head : heads) {
                tails.forEach(tail -> values.add(head + tail));
            }
            tails = values;
        }
        return tails;
    }
}
