package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    @Test
    void cutsLinesAtEveryLineEnd() throws Exception {
        assertThat(lines("a\nbc\r\n\n\r\nlast")).containsExactly("a", "bc", "", "", "last");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("")).isEmpty();
        assertThat(lines("a\rb\n")).containsExactly("a\rb");
    }

    @Test
    void cutsWhateverTheReadsBring() throws Exception {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String line = "\u008a\u0009x".repeat(random.nextInt(i % 100 == 0 ? 100_000 : 100));
            expected.add(line);
            text.append(line).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(LineReader.over(new Trickle(bytes, random)))).isEqualTo(expected);
        assertThat(read(LineReader.over(new ByteArrayInputStream(gzip(bytes))))).isEqualTo(expected);
    }

    @Test
    void unpacksSeveralGzipMembers() throws Exception {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(gzip("a\nb".getBytes(StandardCharsets.UTF_8)));
        twice.write(gzip("c\nd\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(read(LineReader.over(new ByteArrayInputStream(twice.toByteArray()))))
                .containsExactly("a", "bc", "d");
    }

    @Test
    void aFileOfOneByteIsNotCompressed() throws Exception {
        assertThat(lines("\u001f")).containsExactly("\u001f");
    }

    @Test
    void failsWhereCompressedInputWasCut() throws Exception {
        byte[] packed = gzip("line\n".repeat(100).getBytes(StandardCharsets.UTF_8));
        LineReader reader = LineReader.over(new ByteArrayInputStream(Arrays.copyOf(packed, packed.length - 10)));
        assertThatThrownBy(() -> read(reader)).isInstanceOf(EOFException.class);
    }

    @Test
    void showsTheBeginningOfALineThatIsTooLong() throws Exception {
        for (int length : new int[] {300_001, 600_000, 2_000_000}) {
            for (String end : new String[] {"\nnext\n", "\nnext", "\n", ""}) {
                String text = "first\n" + "x".repeat(length) + end;
                LineReader reader = LineReader.over(stream(text), 300_000);
                assertThat(reader.next()).isTrue();
                assertThat(reader.tooLong()).isFalse();
                assertThat(reader.next()).isTrue();
                assertThat(reader.tooLong()).isEqualTo(true);
                assertThat(reader.to() - reader.from()).isEqualTo(300_000);
                assertThat(reader.number()).isEqualTo(2);
                assertThat(reader.next()).isEqualTo(end.contains("next"));
                if (end.contains("next")) {
                    assertThat(text(reader)).isEqualTo("next");
                    assertThat(reader.tooLong()).isFalse();
                    assertThat(reader.number()).isEqualTo(3);
                }
            }
        }
    }

    private static List<String> lines(String text) throws IOException {
        return read(LineReader.over(stream(text)));
    }

    private static List<String> read(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        try (reader) {
            while (reader.next()) {
                lines.add(text(reader));
                assertThat(reader.number()).isEqualTo(lines.size());
            }
            assertThat(reader.next()).isFalse();
        }
        return lines;
    }

    private static String text(LineReader reader) {
        return new String(reader.array(), reader.from(), reader.to() - reader.from(), StandardCharsets.ISO_8859_1);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream target = new GZIPOutputStream(packed)) {
            target.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Hands out a few bytes at a time. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream source;
        private final Random random;

        Trickle(byte[] bytes, Random random) {
            source = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return source.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return source.read(target, offset, Math.min(length, 1 + random.nextInt(5000)));
        }
    }
}
