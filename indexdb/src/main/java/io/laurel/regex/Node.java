package io.laurel.regex;

import java.util.List;

/** A piece of an expression. Immutable; made through {@link Nodes}, which keeps the normal form. */
sealed interface Node {
    /** Pieces without content of their own. */
    enum Plain implements Node {
        EMPTY,
        /** Any character. */
        ANY,
        /** Any character but a newline. */
        DOT,
        BEGIN_TEXT,
        END_TEXT,
        BEGIN_LINE,
        END_LINE,
        WORD_BOUNDARY,
        NO_WORD_BOUNDARY
    }

    /** Characters as they stand; with {@code foldCase} in upper or lower case. Never empty. */
    record Text(String text, boolean foldCase) implements Node {
        boolean isOneCharacter() {
            return text.codePointCount(0, text.length()) == 1;
        }

        int firstCharacter() {
            return text.codePointAt(0);
        }
    }

    /** One character of a set. */
    record CharClass(CharRanges ranges) implements Node {}

    /** How often a piece may come. */
    enum Times {
        STAR('*'),
        PLUS('+'),
        QUEST('?');

        private final char sign;

        Times(char sign) {
            this.sign = sign;
        }

        char sign() {
            return sign;
        }
    }

    record Repeat(Times times, Node body) implements Node {}

    /** At least two pieces one behind the other, none of them a Concat or empty. */
    record Concat(List<Node> parts) implements Node {}

    /** At least two alternatives, none of them an Alternation. */
    record Alternation(List<Node> branches) implements Node {}

    /** A text that stands for itself only. */
    default boolean isPlainText() {
        return this instanceof Text text && !text.foldCase();
    }
}
