package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import java.util.Arrays;

/**
 * The JSON lines of the server's {@code /api/v1/import} and {@code /api/v1/export}, one series a line:
 *
 * <pre>
 *   {"metric":{"__name__":"up","job":"node"},"values":[1,null],"timestamps":[1652227200000,1652227215000]}
 * </pre>
 *
 * <p>The keys may come in any order and others are passed over. A value is a number, {@code null}, or one of the words
 * for infinity and "not a number", bare or quoted: different servers write them differently. A timestamp is an integer,
 * unix milliseconds. As in the server, an escape that JSON does not know stands for itself, and bytes that are not
 * UTF-8 are taken as they are.
 */
final class JsonLine implements LineFormat {
    private static final byte[] METRIC = {'m', 'e', 't', 'r', 'i', 'c'};
    private static final byte[] VALUES = {'v', 'a', 'l', 'u', 'e', 's'};
    private static final byte[] TIMESTAMPS = {'t', 'i', 'm', 'e', 's', 't', 'a', 'm', 'p', 's'};

    /** How deep a value that is passed over may be nested. */
    private static final int MAX_DEPTH = 100;

    private final NumberReader numbers = new NumberReader();
    private final JsonText key = new JsonText();
    private final JsonText text = new JsonText();
    private byte[] line;
    private int at;
    private int to;

    @Override
    public boolean read(byte[] line, int from, int to, SampleLine target) throws BadLineException {
        this.line = line;
        this.at = from;
        this.to = to;
        target.clear();
        skipSpace();
        if (at == to) {
            return false;
        }
        readObject(target);
        skipSpace();
        if (at != to) {
            throw bad("the line goes on after the end of the JSON object");
        }
        check(target, from);
        return true;
    }

    private void readObject(SampleLine target) throws BadLineException {
        expect('{', "a JSON object");
        boolean metric = false;
        skipSpace();
        if (at < to && line[at] == '}') {
            at++;
            return;
        }
        do {
            skipSpace();
            int keyAt = at;
            readString(key, "a key in quotes");
            expect(':', "':' after the key");
            skipSpace();
            if (key.is(METRIC)) {
                refuseTwice(metric, "metric", keyAt);
                metric = true;
                readLabels(target);
            } else if (key.is(VALUES)) {
                refuseTwice(target.valuesCount() > 0, "values", keyAt);
                readValues(target);
            } else if (key.is(TIMESTAMPS)) {
                refuseTwice(target.timestampsCount() > 0, "timestamps", keyAt);
                readTimestamps(target);
            } else {
                skipValue(0);
            }
        } while (more('}'));
    }

    private static void refuseTwice(boolean seen, String key, int index) throws BadLineException {
        if (seen) {
            throw new BadLineException("the key \"" + key + "\" comes twice", index);
        }
    }

    private static void check(SampleLine target, int from) throws BadLineException {
        if (target.name().isEmpty()) {
            throw new BadLineException("no label has a value: \"metric\" is missing or empty", from);
        }
        if (target.valuesCount() != target.timestampsCount()) {
            throw new BadLineException(target.valuesCount() + " values but " + target.timestampsCount() + " timestamps",
                    from);
        }
        if (target.valuesCount() == 0) {
            throw new BadLineException("there are no samples: \"values\" is missing or empty", from);
        }
    }

    private void readLabels(SampleLine target) throws BadLineException {
        expect('{', "an object of labels");
        skipSpace();
        if (at < to && line[at] == '}') {
            at++;
            return;
        }
        do {
            skipSpace();
            readString(key, "a label name in quotes");
            expect(':', "':' after the label name");
            skipSpace();
            if (skipNull()) {
                continue;
            }
            readString(text, "a label value in quotes");
            if (key.from == key.to) {
                // No label; in raw names it would mean the metric name
                continue;
            }
            target.label(key.array, key.from, key.to, text.array, text.from, text.to);
        } while (more('}'));
    }

    private void readValues(SampleLine target) throws BadLineException {
        expect('[', "an array of values");
        skipSpace();
        if (at < to && line[at] == ']') {
            at++;
            return;
        }
        do {
            skipSpace();
            target.value(readValue());
        } while (more(']'));
    }

    private double readValue() throws BadLineException {
        if (at < to && line[at] == '"') {
            int quoteAt = at;
            readString(text, "a value");
            return specialValue(quoteAt);
        }
        if (skipNull()) {
            return Double.NaN;
        }
        double value = numbers.readDouble(line, at, to);
        at = numbers.end();
        return value;
    }

    private double specialValue(int quoteAt) throws BadLineException {
        double value = numbers.special(text.array, text.from, text.to);
        if (value == 0 || numbers.end() != text.to) {
            throw new BadLineException("the value in quotes is none of NaN, Infinity and -Infinity", quoteAt);
        }
        return value;
    }

    private void readTimestamps(SampleLine target) throws BadLineException {
        expect('[', "an array of timestamps");
        skipSpace();
        if (at < to && line[at] == ']') {
            at++;
            return;
        }
        do {
            skipSpace();
            target.timestamp(numbers.readLong(line, at, to));
            at = numbers.end();
        } while (more(']'));
    }

    private boolean skipNull() {
        if (to - at >= 4 && line[at] == 'n' && line[at + 1] == 'u' && line[at + 2] == 'l' && line[at + 3] == 'l') {
            at += 4;
            return true;
        }
        return false;
    }

    /** Passes over a value that says nothing here; its numbers and words are not looked at closely. */
    private void skipValue(int depth) throws BadLineException {
        if (depth > MAX_DEPTH) {
            throw bad("the value is nested more than " + MAX_DEPTH + " deep");
        }
        int first = at < to ? line[at] : 0;
        if (first == '"') {
            readString(text, "a value");
        } else if (first == '{' || first == '[') {
            skipContainer(first == '{' ? '}' : ']', depth);
        } else {
            int from = at;
            while (at < to && isWordByte(line[at])) {
                at++;
            }
            if (at == from) {
                throw bad("a value was expected here");
            }
        }
    }

    private void skipContainer(char close, int depth) throws BadLineException {
        at++;
        skipSpace();
        if (at < to && line[at] == close) {
            at++;
            return;
        }
        do {
            skipSpace();
            if (close == '}') {
                readString(text, "a key in quotes");
                expect(':', "':' after the key");
                skipSpace();
            }
            skipValue(depth + 1);
        } while (more(close));
    }

    private static boolean isWordByte(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-' || b == '+' || b == '.';
    }

    /** After an element: true if a comma follows, false if the end does. */
    private boolean more(char close) throws BadLineException {
        if (at < to && line[at] == ',') {       // Fast path: no white space
            at++;
            return true;
        }
        skipSpace();
        if (at < to && line[at] == ',') {
            at++;
            return true;
        }
        if (at < to && line[at] == close) {
            at++;
            return false;
        }
        throw bad("',' or '" + close + "' was expected here");
    }

    private void expect(char wanted, String what) throws BadLineException {
        skipSpace();
        if (at == to || line[at] != wanted) {
            throw bad(what + " was expected here");
        }
        at++;
    }

    private void skipSpace() {
        while (at < to && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
            at++;
        }
    }

    private BadLineException bad(String reason) {
        return new BadLineException(at == to ? reason + ", but the line ends" : reason, at);
    }

    private void readString(JsonText target, String what) throws BadLineException {
        if (at == to || line[at] != '"') {
            throw bad(what + " was expected here");
        }
        int openAt = at++;
        int i = at;
        boolean escaped = false;
        while (i < to && line[i] != '"') {
            if (line[i] == '\\') {
                escaped = true;
                i++;
            }
            i++;
        }
        if (i >= to) {
            throw new BadLineException("the string that begins here has no closing quote", openAt);
        }
        if (escaped) {
            target.unescape(line, at, i);
        } else {
            target.set(line, at, i);
        }
        at = i + 1;
    }

    /** The content of one JSON string: a view of the line, or, if it has escapes, of an own copy without them. */
    private static final class JsonText {
        private final ByteBuilder plain = new ByteBuilder();
        private byte[] array;
        private int from;
        private int to;

        void set(byte[] array, int from, int to) {
            this.array = array;
            this.from = from;
            this.to = to;
        }

        boolean is(byte[] wanted) {
            return Arrays.equals(array, from, to, wanted, 0, wanted.length);
        }

        void unescape(byte[] line, int from, int to) {
            plain.clear();
            int i = from;
            while (i < to) {
                if (line[i] != '\\') {
                    plain.u8(line[i++]);
                } else if (line[i + 1] == 'u') {
                    i = unicode(line, i, to);
                } else {
                    simple(line[i + 1]);
                    i += 2;
                }
            }
            set(plain.array(), 0, plain.size());
        }

        private void simple(byte letter) {
            switch (letter) {
                case '"', '\\', '/' -> plain.u8(letter);
                case 'b' -> plain.u8('\b');
                case 'f' -> plain.u8('\f');
                case 'n' -> plain.u8('\n');
                case 'r' -> plain.u8('\r');
                case 't' -> plain.u8('\t');
                default -> plain.u8('\\').u8(letter);
            }
        }

        /** The escape at {@code i}, two of them for a surrogate pair; returns the index after it. */
        private int unicode(byte[] line, int i, int to) {
            int unit = hex4(line, i + 2, to);
            if (unit < 0) {
                simple(line[i + 1]);
                return i + 2;
            }
            if (!Character.isSurrogate((char) unit)) {
                Utf8.append(plain, unit);
                return i + 6;
            }
            boolean pair = i + 7 < to && line[i + 6] == '\\' && line[i + 7] == 'u';
            int low = pair ? hex4(line, i + 8, to) : -1;
            if (low >= 0 && Character.isSurrogatePair((char) unit, (char) low)) {
                Utf8.append(plain, Character.toCodePoint((char) unit, (char) low));
                return i + 12;
            }
            plain.bytes(line, i, 6);
            return i + 6;
        }

        private static int hex4(byte[] line, int from, int to) {
            if (to - from < 4) {
                return -1;
            }
            int value = 0;
            for (int i = from; i < from + 4; i++) {
                int digit = Character.digit(line[i], 16);
                if (digit < 0) {
                    return -1;
                }
                value = value * 16 + digit;
            }
            return value;
        }
    }
}
