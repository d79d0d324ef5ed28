package io.laurel.regex;

/** Reads what stands for one character: escapes, named classes, classes in brackets. */
final class CharacterParser {
    private final Source source;

    CharacterParser(Source source) {
        this.source = source;
    }

    /** Behind a backslash: the class of {@code d s w D S W p P}, or null with nothing read. */
    CharRanges namedClass(boolean foldCase) {
        char letter = source.peek();
        if (letter == 'p' || letter == 'P') {
            return unicodeClass(foldCase);
        }
        CharRanges ranges = NamedClasses.perl(Character.toLowerCase(letter));
        if (ranges != null) {
            source.character();
            ranges = signed(ranges, Character.isUpperCase(letter), foldCase);
        }
        return ranges;
    }

    /** {@code pN}, <code>p{Greek}</code>, <code>p{^Greek}</code>, or the same with P. */
    private CharRanges unicodeClass(boolean foldCase) {
        int start = source.position() - 1;
        boolean negated = source.character() == 'P';
        String name;
        if (source.take("{")) {
            boolean caret = source.take("^");
            negated ^= caret;
            name = source.until("}");
        } else {
            name = source.atEnd() ? null : Character.toString(source.character());
        }
        CharRanges ranges = name == null ? null : NamedClasses.unicode(name);
        if (ranges == null) {
            throw source.bad("unknown character class", start);
        }
        return signed(ranges, negated, foldCase);
    }

    private static CharRanges signed(CharRanges ranges, boolean negated, boolean foldCase) {
        CharRanges folded = foldCase ? LetterCase.closure(ranges) : ranges;
        return negated ? folded.negated() : folded;
    }

    /** Behind the opening bracket. */
    CharRanges brackets(boolean foldCase) {
        int start = source.position() - 1;
        boolean negated = source.take("^");
        CharRanges ranges = CharRanges.of();
        boolean first = true;
        while (first || !source.take("]")) {
            first = false;
            if (source.atEnd()) {
                throw source.bad("missing ]", start);
            }
            ranges = ranges.union(member(foldCase));
        }
        return negated ? ranges.negated() : ranges;
    }

    /** One character, range or named class inside brackets. */
    private CharRanges member(boolean foldCase) {
        int start = source.position();
        if (source.take("[:")) {
            String name = source.until(":]");
            if (name != null) {
                boolean negated = name.startsWith("^");
                CharRanges ranges = NamedClasses.posix(negated ? name.substring(1) : name);
                if (ranges == null) {
                    throw source.bad("unknown character class", start);
                }
                return signed(ranges, negated, foldCase);
            }
            source.moveTo(start);
        }
        if (source.take("\\")) {
            CharRanges named = namedClass(foldCase);
            if (named != null) {
                return named;
            }
            source.moveTo(start);
        }
        int low = classCharacter();
        int high = low;
        if (source.looksAt("-") && !source.looksAt("-]")) {
            source.take("-");
            high = classCharacter();
        }
        if (high < low) {
            throw source.bad("bad character range", start);
        }
        return signed(CharRanges.range(low, high), false, foldCase);
    }

    private int classCharacter() {
        if (source.atEnd()) {
            throw source.bad("missing ]");
        }
        int c = source.character();
        return c == '\\' ? escapedCharacter() : c;
    }

    /** Behind a backslash. */
    int escapedCharacter() {
        int start = source.position() - 1;
        if (source.atEnd()) {
            throw source.bad("the expression ends with a backslash", start);
        }
        int c = source.character();
        return switch (c) {
            case 'a' -> 0x07;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            case 'x' -> hexCharacter(start);
            case '0' -> octalCharacter(0, 2);
            default -> {
                if (Source.isOctal(c) && Source.isOctal(source.peek())) {
                    yield octalCharacter(c - '0', 2);
                }
                if (c >= 0x80 || Source.isWord(c) && c != '_') {
                    throw source.bad("unknown escape", start);
                }
                yield c;
            }
        };
    }

    private int octalCharacter(int begin, int moreDigits) {
        int value = begin;
        for (int i = 0; i < moreDigits && Source.isOctal(source.peek()); i++) {
            value = 8 * value + source.character() - '0';
        }
        return value;
    }

    /** Behind {@code \x}: two digits, or any number of them in braces. */
    private int hexCharacter(int start) {
        boolean braced = source.take("{");
        int digits = 0;
        int value = 0;
        while ((braced || digits < 2) && source.peek() < 0x80 && Character.digit(source.peek(), 16) >= 0) {
            value = 16 * value + Character.digit(source.character(), 16);
            digits++;
            if (value > CharRanges.MAX) {
                throw source.bad("no such character", start);
            }
        }
        if (braced ? digits == 0 || !source.take("}") : digits < 2) {
            throw source.bad("unknown escape", start);
        }
        return value;
    }
}
