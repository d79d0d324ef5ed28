package io.laurel.regex;

/** An expression that cannot be read, with the place where reading stopped. */
public final class RegexSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;

    RegexSyntaxException(String problem, String expression, int position) {
        super("regular expression \"" + expression + "\": " + problem + " at position " + position);
        this.position = position;
    }

    /** Index of the first character of the expression that is not understood. */
    public int position() {
        return position;
    }
}
