package io.laurel.mergeset;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Reads the four fields of {@code metadata.json} and skips whatever else a JSON object may hold. A missing count is 0,
 * a missing item is empty.
 */
final class MetadataJson {
    /** Nesting of skipped values; deeper files were not written by any known program. */
    private static final int MAX_DEPTH = 100;

    long itemsCount;
    long blocksCount;
    Slice firstItem = Slice.EMPTY;
    Slice lastItem = Slice.EMPTY;

    private final String text;
    private int at;

    private MetadataJson(byte[] json) {
        text = new String(json, StandardCharsets.UTF_8);
    }

    static MetadataJson parse(byte[] json) throws CorruptedDataException {
        MetadataJson metadata = new MetadataJson(json);
        metadata.object(0);
        if (metadata.peek() != 0) {
            throw metadata.wrong("text behind the object");
        }
        return metadata;
    }

    private void object(int depth) throws CorruptedDataException {
        expect('{');
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            String key = string().toLowerCase(Locale.ROOT);
            expect(':');
            if (depth == 0) {
                field(key);
            } else {
                skip(depth);
            }
            if (peek() != ',') {
                expect('}');
                return;
            }
            at++;
        }
    }

    private void field(String key) throws CorruptedDataException {
        switch (key) {
            case "itemscount" -> itemsCount = count();
            case "blockscount" -> blocksCount = count();
            case "firstitem" -> firstItem = hex();
            case "lastitem" -> lastItem = hex();
            default -> skip(0);
        }
    }

    private long count() throws CorruptedDataException {
        String number = word();
        try {
            if (!number.startsWith("+") && !number.startsWith("-")) {
                return Long.parseLong(number);
            }
        } catch (NumberFormatException e) {
            // Refused below like everything else that is no count.
        }
        throw wrong("'" + number + "' is no count");
    }

    private Slice hex() throws CorruptedDataException {
        String digits = string();
        try {
            return Slice.of(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw wrong("an item is not an even number of hex digits");
        }
    }

    private void skip(int depth) throws CorruptedDataException {
        if (depth == MAX_DEPTH) {
            throw wrong("nested too deeply");
        }
        switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            default -> {
                if (word().isEmpty()) {
                    throw wrong("a value is missing");
                }
            }
        }
    }

    private void array(int depth) throws CorruptedDataException {
        expect('[');
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            skip(depth);
            if (peek() != ',') {
                expect(']');
                return;
            }
            at++;
        }
    }

    /** A string; escaped characters other than the simple ones keep their escape, which no field needs. */
    private String string() throws CorruptedDataException {
        expect('"');
        int start = at;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw wrong("a string without end");
        }
        return text.substring(start, at++);
    }

    /** A number, true, false or null. */
    private String word() {
        peek();
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private void expect(char wanted) throws CorruptedDataException {
        if (peek() != wanted) {
            throw wrong("'" + wanted + "' expected");
        }
        at++;
    }

    /** The next character that is not white space, without moving over it; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private CorruptedDataException wrong(String problem) {
        return new CorruptedDataException("JSON, character " + at + ": " + problem);
    }
}
