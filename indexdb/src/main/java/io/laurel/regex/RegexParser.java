package io.laurel.regex;

import io.laurel.regex.Node.Plain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads an expression into its normal form. Groups are read and forgotten: nobody asks what a group has matched. */
final class RegexParser {
    /** Deeper groups are refused. */
    private static final int MAX_DEPTH = 1000;

    /** The largest count of a repeat, and of repeats inside repeats together. */
    private static final int MAX_REPEAT = 1000;

    /** Pieces and characters after all repeats are written out. */
    private static final int MAX_SIZE = 1 << 20;

    private final Source source;
    private final CharacterParser characters;

    /** The flags {@code i}, {@code m} and {@code s}; {@code U} changes nothing for a match of the whole. */
    private record Flags(boolean foldCase, boolean multiLine, boolean dotNewline) {
        Flags with(char letter, boolean on) {
            return switch (letter) {
                case 'i' -> new Flags(on, multiLine, dotNewline);
                case 'm' -> new Flags(foldCase, on, dotNewline);
                case 's' -> new Flags(foldCase, multiLine, on);
                default -> this;
            };
        }
    }

    /** A piece, its size, and the product of the counts of the repeats inside one another. */
    private record Piece(Node node, long size, int repeats) {
        static Piece of(Node node) {
            return new Piece(node, 1, 1);
        }

        static Piece of(Node node, List<Piece> pieces) {
            long size = 1;
            int repeats = 1;
            for (Piece piece : pieces) {
                size += piece.size;
                repeats = Math.max(repeats, piece.repeats);
            }
            return new Piece(node, size, repeats);
        }
    }

    /** What has been read of a group, or of the whole. */
    private static final class Group {
        final List<Piece> branches = new ArrayList<>();
        final List<Piece> current = new ArrayList<>();
        Flags flags;
        boolean afterRepeat;

        Group(Flags flags) {
            this.flags = flags;
        }
    }

    private RegexParser(Source source) {
        this.source = source;
        characters = new CharacterParser(source);
    }

    static Node parse(String expression) {
        return new RegexParser(new Source(expression)).whole().node;
    }

    /** Open groups wait in a list: on the stack of the thread, a thousand of them could be too many. */
    private Piece whole() {
        Deque<Group> outer = new ArrayDeque<>();
        Group group = new Group(new Flags(false, false, false));
        while (!source.atEnd()) {
            int start = source.position();
            if (source.take(")")) {
                if (outer.isEmpty()) {
                    throw source.bad("unexpected )", start);
                }
                Piece inner = alternatives(group);
                group = outer.pop();
                group.current.add(inner);
                group.afterRepeat = false;
            } else if (source.take("(")) {
                Flags inside = groupFlags(group, start);
                if (inside != null) {
                    if (outer.size() == MAX_DEPTH) {
                        throw source.bad("groups are nested too deeply", start);
                    }
                    outer.push(group);
                    group = new Group(inside);
                }
            } else {
                readPiece(group, start);
            }
        }
        if (!outer.isEmpty()) {
            source.expect(")");
        }
        return alternatives(group);
    }

    /** Behind the opening parenthesis: the flags inside the group; null if it only changes flags for what follows. */
    private Flags groupFlags(Group outer, int start) {
        if (source.take("?P")) {
            groupName(start);
            return outer.flags;
        }
        if (!source.take("?")) {
            return outer.flags;
        }
        Flags changed = flags(outer.flags, start);
        if (source.take(")")) {
            outer.flags = changed;
            outer.afterRepeat = false;
            return null;
        }
        source.expect(":");
        return changed;
    }

    /** Reads what is no parenthesis. */
    private void readPiece(Group group, int start) {
        int[] counts = counts();
        if (counts != null) {
            if (group.afterRepeat || group.current.isEmpty()) {
                throw source.bad(group.afterRepeat ? "nested repeat" : "nothing to repeat", start);
            }
            Piece repeated = group.current.remove(group.current.size() - 1);
            group.current.add(repeat(repeated, counts[0], counts[1], start));
        } else if (source.take("|")) {
            group.branches.add(concat(group.current));
            group.current.clear();
        } else if (source.take("\\Q")) {
            quoted(group.flags, group.current);
        } else {
            group.current.add(Piece.of(single(group.flags)));
        }
        group.afterRepeat = counts != null;
    }

    private Piece alternatives(Group group) {
        group.branches.add(concat(group.current));
        return Piece.of(Alternatives.of(group.branches.stream().map(Piece::node).toList()), group.branches);
    }

    private Piece concat(List<Piece> pieces) {
        Piece concat = Piece.of(Nodes.concat(pieces.stream().map(Piece::node).toList()), pieces);
        checkSize(concat.size, source.position());
        return concat;
    }

    private void checkSize(long size, int start) {
        if (size > MAX_SIZE) {
            throw source.bad("the expression is too large with its repeats", start);
        }
    }

    /** Behind {@code (?P}. */
    private void groupName(int start) {
        source.expect("<");
        int name = source.position();
        while (Source.isWord(source.peek())) {
            source.character();
        }
        if (source.position() == name || !source.take(">")) {
            throw source.bad("bad group name", start);
        }
    }

    /** Behind {@code (?}: the letters up to a colon or a closing parenthesis, which stays. */
    private Flags flags(Flags outer, int start) {
        Flags flags = outer;
        boolean on = true;
        boolean complete = true;
        while (!source.looksAt(")") && !source.looksAt(":")) {
            char letter = source.peek();
            boolean minus = letter == '-' && on;
            if (!minus && (letter == 0 || "imsU".indexOf(letter) < 0)) {
                throw source.bad("bad group", start);
            }
            source.character();
            on &= !minus;
            complete = !minus;
            flags = flags.with(letter, on);
        }
        if (!complete) {
            throw source.bad("bad group", start);
        }
        return flags;
    }

    /** Behind {@code \Q}: everything up to {@code \E} stands for itself. */
    private void quoted(Flags flags, List<Piece> target) {
        String text = source.until("\\E");
        (text == null ? source.rest() : text).codePoints()
                .forEach(c -> target.add(Piece.of(Nodes.text(Character.toString(c), flags.foldCase))));
    }

    /**
     * Reads {@code * + ?} or counts in braces, and the question mark that may follow. A brace without counts is a text.
     *
     * @return the least and the greatest count; null, with nothing read, if there are none
     */
    private int[] counts() {
        int start = source.position();
        int[] counts = source.take("*") ? new int[] {0, Nodes.UNBOUNDED}
                : source.take("+") ? new int[] {1, Nodes.UNBOUNDED}
                : source.take("?") ? new int[] {0, 1}
                : source.take("{") ? countsInBraces() : null;
        if (counts == null) {
            source.moveTo(start);
            return null;
        }
        if (Math.max(counts[0], counts[1]) > MAX_REPEAT || counts[1] != Nodes.UNBOUNDED && counts[1] < counts[0]) {
            throw source.bad("repeat count outside 0.." + MAX_REPEAT, start);
        }
        source.take("?");
        return counts;
    }

    private int[] countsInBraces() {
        if (!Source.isDigit(source.peek())) {
            return null;
        }
        int min = number();
        int max = min;
        if (source.take(",")) {
            max = Source.isDigit(source.peek()) ? number() : Nodes.UNBOUNDED;
        }
        return source.take("}") ? new int[] {min, max} : null;
    }

    /** A number, or one that is too large if it is larger. */
    private int number() {
        int number = 0;
        while (Source.isDigit(source.peek())) {
            number = Math.min(10 * number + source.character() - '0', MAX_REPEAT + 1);
        }
        return number;
    }

    private Piece repeat(Piece piece, int min, int max, int start) {
        int count = Math.max(min, max);
        int repeats = count == 0 ? 1 : piece.repeats * count;
        if (repeats > MAX_REPEAT) {
            throw source.bad("repeats inside repeats come to more than " + MAX_REPEAT, start);
        }
        long size = 1 + piece.size * Math.max(count, 1);
        checkSize(size, start);
        return new Piece(Nodes.repeat(piece.node, min, max), size, Math.max(repeats, 1));
    }

    /** Reads one character, class or anchor. */
    private Node single(Flags flags) {
        int c = source.character();
        return switch (c) {
            case '.' -> flags.dotNewline ? Plain.ANY : Plain.DOT;
            case '^' -> flags.multiLine ? Plain.BEGIN_LINE : Plain.BEGIN_TEXT;
            case '$' -> flags.multiLine ? Plain.END_LINE : Plain.END_TEXT;
            case '[' -> Nodes.charClass(characters.brackets(flags.foldCase));
            case '\\' -> escape(flags);
            default -> Nodes.text(Character.toString(c), flags.foldCase);
        };
    }

    /** Behind the backslash. */
    private Node escape(Flags flags) {
        if (source.take("A")) {
            return Plain.BEGIN_TEXT;
        }
        if (source.take("z")) {
            return Plain.END_TEXT;
        }
        if (source.take("b")) {
            return Plain.WORD_BOUNDARY;
        }
        if (source.take("B")) {
            return Plain.NO_WORD_BOUNDARY;
        }
        CharRanges named = characters.namedClass(flags.foldCase);
        return named != null
                ? Nodes.charClass(named)
                : Nodes.text(Nodes.character(characters.escapedCharacter()), flags.foldCase);
    }
}
