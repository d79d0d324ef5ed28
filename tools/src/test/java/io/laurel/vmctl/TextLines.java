package io.laurel.vmctl;

import io.laurel.bytes.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of text for the tests of both formats: bytes in, a readable form of what was read out. */
final class TextLines {
    private TextLines() {}

    /** What the line says, as {@code {name="value",...} 1@1000 2@2000}; null for a comment. */
    static String read(LineFormat format, String line) throws BadLineException {
        return read(format, line.getBytes(StandardCharsets.UTF_8));
    }

    /** The line lies between other bytes that must not matter. */
    static String read(LineFormat format, byte[] line) throws BadLineException {
        byte[] buffer = new byte[line.length + 20];
        Arrays.fill(buffer, (byte) '7');
        System.arraycopy(line, 0, buffer, 10, line.length);
        SampleLine target = new SampleLine();
        return format.read(buffer, 10, 10 + line.length, target) ? text(target) : null;
    }

    /** The reason and the column of the failure. */
    static String failure(LineFormat format, String line) {
        try {
            return "no failure but " + read(format, line);
        } catch (BadLineException e) {
            return e.column(10) + ": " + e.getMessage();
        }
    }

    private static String text(SampleLine line) {
        StringBuilder text = new StringBuilder("{");
        byte[] name = line.name().array();
        int at = 0;
        while (at < line.name().size()) {
            int keyLength = (name[at] & 0xff) << 8 | name[at + 1] & 0xff;
            Slice key = new Slice(name, at + 2, keyLength);
            at += 2 + keyLength;
            int valueLength = (name[at] & 0xff) << 8 | name[at + 1] & 0xff;
            Slice value = new Slice(name, at + 2, valueLength);
            at += 2 + valueLength;
            text.append(text.length() > 1 ? "," : "").append(key).append("=\"").append(value).append('"');
        }
        text.append('}');
        for (int i = 0; i < line.valuesCount(); i++) {
            text.append(' ').append(line.value(i)).append('@').append(line.timestampMs(i));
        }
        return text.toString();
    }
}
