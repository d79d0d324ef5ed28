package io.laurel.tidy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One file of the project as the rules see it.
 *
 * @param path relative to the root of the project, with slashes
 * @param text as it is
 * @param code for Java: the text with everything inside comments and literals blanked out, line ends kept; else empty
 */
record SourceFile(String path, String text, String code) {
    static SourceFile of(String path, String text) {
        return new SourceFile(path, text, path.endsWith(".java") ? codeOf(text) : "");
    }

    static SourceFile of(Path root, Path file, String text) {
        return of(root.relativize(file).toString().replace('\\', '/'), text);
    }

    boolean isJava() {
        return path.endsWith(".java");
    }

    /** Java that users get. */
    boolean isProduction() {
        return isJava() && path.contains("/src/main/");
    }

    /** The package below {@code io.laurel}, for example {@code env}; empty if there is none. */
    String room() {
        int at = path.indexOf("/io/laurel/");
        if (at < 0) {
            return "";
        }
        String below = path.substring(at + "/io/laurel/".length());
        return below.contains("/") ? below.substring(0, below.indexOf('/')) : "";
    }

    /** The name of the class without the package. */
    String className() {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(0, name.lastIndexOf('.'));
    }

    String place(int lineNumber) {
        return path + ":" + lineNumber;
    }

    /** Calls the visitor with each line of a text and its number from 1. */
    static void forEachLine(String text, BiConsumer<Integer, String> visitor) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            visitor.accept(i + 1, lines.get(i));
        }
    }

    private static String codeOf(String text) {
        StringBuilder code = new StringBuilder(text);
        int at = 0;
        while (at < text.length()) {
            int end = endOfPlain(text, at);
            if (end == at) {
                at++;
                continue;
            }
            for (int i = at; i < end; i++) {
                if (code.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
            at = end;
        }
        return code.toString();
    }

    /** Where the comment or literal ends that begins here; the same place if none does. */
    private static int endOfPlain(String text, int at) {
        if (text.startsWith("//", at)) {
            return after(text, "\n", at) - 1;
        } else if (text.startsWith("/*", at)) {
            return after(text, "*/", at + 2);
        } else if (text.startsWith("\"\"\"", at)) {
            return endOfLiteral(text, at + 3, "\"\"\"");
        } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
            return endOfLiteral(text, at + 1, text.substring(at, at + 1));
        }
        return at;
    }

    private static int endOfLiteral(String text, int at, String quote) {
        int i = at;
        while (i < text.length() && !text.startsWith(quote, i)) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), i + quote.length());
    }

    private static int after(String text, String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() + (mark.equals("\n") ? 1 : 0) : found + mark.length();
    }
}
