package io.laurel.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MemoryFileTest {
    private final MemoryFile file = new MemoryFile(Path.of("part/items.bin"));

    @Test
    void anyPiecesComeBackAsAnyPieces() throws IOException {
        Random random = new Random(7);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int[] lengths = {0, 1, 511, 512, 513, 3, 65_000, 65_536, 200_000, 7, 65_535};
        for (int length : lengths) {
            byte[] piece = new byte[length + 2];
            random.nextBytes(piece);
            file.write(piece, 1, length);
            expected.write(piece, 1, length);
            assertThat(file.size()).isEqualTo(expected.size());
        }
        byte[] all = expected.toByteArray();
        for (int i = 0; i < 1000; i++) {
            int from = random.nextInt(all.length);
            int length = random.nextInt(Math.min(all.length - from, 1 << random.nextInt(19)) + 1);
            byte[] target = new byte[length + 1];
            file.read(from, target, 1, length);
            assertThat(Arrays.equals(target, 1, length + 1, all, from, from + length)).isTrue();
        }
    }

    @Test
    void readingPastTheEndNamesTheFile() {
        file.write(new byte[10], 0, 10);
        assertThatThrownBy(() -> file.read(8, new byte[3], 0, 3))
                .isInstanceOf(CorruptedDataException.class)
                .hasMessage("part/items.bin at offset 8: 3 bytes are wanted where the file has only 2");
        assertThatThrownBy(() -> file.read(11, new byte[3], 0, 0)).isInstanceOf(CorruptedDataException.class);
    }
}
