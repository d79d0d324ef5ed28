package io.laurel.regex;

/** The text of an expression and how far it has been read. */
final class Source {
    private final String expression;
    private int at;

    Source(String expression) {
        this.expression = expression;
    }

    boolean atEnd() {
        return at == expression.length();
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    boolean looksAt(String text) {
        return expression.startsWith(text, at);
    }

    /** Moves behind the text if it comes next. */
    boolean take(String text) {
        boolean found = looksAt(text);
        at += found ? text.length() : 0;
        return found;
    }

    void expect(String text) {
        if (!take(text)) {
            throw bad("missing " + text);
        }
    }

    /** The next UTF-16 unit, which stays unread; 0 at the end. */
    char peek() {
        return atEnd() ? 0 : expression.charAt(at);
    }

    /** Reads the next character, of one or two UTF-16 units. */
    int character() {
        int c = expression.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /** Reads up to that text and moves behind it; null, with nothing read, if it does not come. */
    String until(String text) {
        int end = expression.indexOf(text, at);
        if (end < 0) {
            return null;
        }
        String before = expression.substring(at, end);
        at = end + text.length();
        return before;
    }

    /** Reads everything that is left. */
    String rest() {
        String rest = expression.substring(at);
        at = expression.length();
        return rest;
    }

    RegexSyntaxException bad(String problem) {
        return bad(problem, at);
    }

    RegexSyntaxException bad(String problem, int position) {
        return new RegexSyntaxException(problem, expression, position);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isOctal(int c) {
        return c >= '0' && c <= '7';
    }

    static boolean isWord(int c) {
        return c == '_' || isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
