package io.laurel.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZstdTest {
    private final Zstd zstd = new Zstd();

    @Test
    void everyLevelGivesBackWhatWentIn() throws Exception {
        Random random = new Random(7);
        for (int level : new int[] {-5, -2, -1, 1, 2, 3, 4, 5}) {
            for (int length : new int[] {1, 100, 255, 256, 257, 65_791, 65_792, 200_000}) {
                byte[] bytes = new byte[length];
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) random.nextInt(1 + random.nextInt(4));
                }
                ByteBuilder packed = new ByteBuilder().u8(42);
                int size = zstd.compress(bytes, 0, length, level, packed);
                assertThat(packed.size()).isEqualTo(size + 1);
                assertThat(ZstdFrame.contentSize(packed.array(), 1, size)).isEqualTo(length);

                ByteBuilder unpacked = new ByteBuilder(0).u8(43);
                assertThat(zstd.decompress(packed.array(), 1, size, length, unpacked)).isEqualTo(length);
                assertThat(Arrays.copyOfRange(unpacked.array(), 1, unpacked.size())).isEqualTo(bytes);
            }
        }
    }

    @Test
    void nothingIsNothing() throws Exception {
        ByteBuilder target = new ByteBuilder();
        assertThat(zstd.compress(new byte[0], 0, 0, 1, target)).isZero();
        assertThat(zstd.decompress(new byte[0], 0, 0, 100, target)).isZero();
        assertThat(target.size()).isZero();
    }

    @Test
    void aFrameWithoutContentSizeAndWithChecksumIsRead() throws Exception {
        // printf 'hello hello hello hello hello hello ' | zstd -c: written as a stream, so the size comes too late
        byte[] frame = HexFormat.of().parseHex("28b52ffd04586500003068656c6c6f200100114b11c59d21a8");
        assertThat(ZstdFrame.contentSize(frame, 0, frame.length)).isEqualTo(-1);
        ByteBuilder unpacked = new ByteBuilder();
        zstd.decompress(frame, 0, frame.length, 1000, unpacked);
        assertThat(unpacked.slice().utf8()).isEqualTo("hello ".repeat(6));
        refuse(frame, frame.length, 35, "");
    }

    @Test
    void twoFramesTailsAndTruncationsAreRefused() {
        byte[] content = "some text that is some text".getBytes();
        ByteBuilder packed = new ByteBuilder();
        int one = zstd.compress(content, 0, content.length, 1, packed);
        zstd.compress(content, 0, content.length, 1, packed);
        refuse(packed.array(), packed.size(), 1000, "followed by");
        refuse(packed.array(), one + 1, 1000, "followed by 1 more bytes");
        for (int length = 1; length < one; length++) {
            refuse(packed.array(), length, 1000, "zstd frame");
        }
        refuse(packed.array(), one, content.length - 1, "more than the limit of 26");
        refuse(new byte[100], 100, 1000, "not a zstd frame");
    }

    @Test
    void aFlippedBitIsAnErrorOrOtherBytesButNeverAnotherException() throws Exception {
        byte[] content = "some text that is some text, and some more text".repeat(20).getBytes();
        ByteBuilder packed = new ByteBuilder();
        int size = zstd.compress(content, 0, content.length, 3, packed);
        int errors = 0;
        for (int bit = 0; bit < 8 * size; bit++) {
            byte[] broken = packed.toByteArray();
            broken[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                zstd.decompress(broken, 0, size, 1 << 20, new ByteBuilder());
            } catch (CorruptedDataException expected) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(size);
    }

    @Test
    void aPoolHandsOutWhatCameBack() {
        try (ZstdPool pool = new ZstdPool()) {
            Zstd first = pool.take();
            assertThat(pool.take()).isNotSameAs(first);
            pool.give(first);
            assertThat(pool.take()).isSameAs(first);
        }
    }

    private void refuse(byte[] bytes, int length, int maxSize, String message) {
        assertThatExceptionOfType(CorruptedDataException.class)
                .isThrownBy(() -> zstd.decompress(bytes, 0, length, maxSize, new ByteBuilder()))
                .withMessageContaining(message);
    }
}
