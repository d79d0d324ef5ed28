package io.laurel.regex;

import io.laurel.regex.Node.Alternation;
import io.laurel.regex.Node.Concat;
import io.laurel.regex.Node.Plain;
import io.laurel.regex.Node.Repeat;
import java.util.ArrayList;
import java.util.List;

/** Anchors at the outer edges say nothing, as the whole value is matched anyway: they vanish. */
final class Anchors {
    private Anchors() {}

    /** The expression without needless anchors. */
    static Node strip(Node node) {
        Node before;
        Node after = node;
        do {
            before = after;
            after = strip(before, true, true);
            if (after == Plain.BEGIN_TEXT || after == Plain.END_TEXT) {
                after = Plain.EMPTY;
            }
        } while (after != before);
        return after;
    }

    /** Returns the node itself if nothing is to be done. The flags say whether an edge is an edge of the whole. */
    private static Node strip(Node node, boolean first, boolean last) {
        if (node instanceof Repeat repeat) {
            Node body = strip(repeat.body(), first, last);
            return body == repeat.body() ? node : Nodes.repeat(repeat.times(), body);
        }
        if (node instanceof Alternation alternation) {
            List<Node> branches = new ArrayList<>();
            boolean changed = false;
            for (Node branch : alternation.branches()) {
                Node stripped = strip(branch, first, last);
                changed |= stripped != branch;
                branches.add(stripped);
            }
            return changed ? Alternatives.of(branches) : node;
        }
        return node instanceof Concat concat ? strip(concat, first, last) : node;
    }

    private static Node strip(Concat concat, boolean first, boolean last) {
        List<Node> parts = new ArrayList<>();
        boolean changed = false;
        int size = concat.parts().size();
        for (int i = 0; i < size; i++) {
            Node part = concat.parts().get(i);
            Node stripped = strip(part, first && i == 0, last && i == size - 1);
            changed |= stripped != part;
            parts.add(stripped);
        }
        while (first && !parts.isEmpty() && parts.get(0) == Plain.BEGIN_TEXT) {
            parts.remove(0);
            changed = true;
        }
        while (last && !parts.isEmpty() && parts.get(parts.size() - 1) == Plain.END_TEXT) {
            parts.remove(parts.size() - 1);
            changed = true;
        }
        return changed ? Nodes.concat(parts) : concat;
    }
}
