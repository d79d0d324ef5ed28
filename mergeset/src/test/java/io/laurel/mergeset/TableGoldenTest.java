package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.Slice;
import io.laurel.env.RealDisk;
import io.laurel.testkit.TestData;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Index tables in a folder that the reference server wrote. Counts and digests (SHA-256 over each item in order, a u32
 * length before it) come from an independent reader of the format.
 */
class TableGoldenTest {
    private static final String CURRENT = "indexdb/18E9BB88D273FEF8";
    private static final String PREVIOUS = "indexdb/18E9BB88D273FEF7";
    private static final String DIGEST = "bada9d2c7aaad60acd095a041e40b9ddba5a4dc6cfd2ad956dec98b79de6e31e";

    @TempDir
    private Path folder;

    private final Table.Context context = TableTest.context(new RealDisk());

    @BeforeEach
    void unpack() throws Exception {
        Process tar = new ProcessBuilder("tar", "xzf", TestData.path("golden/storage.tar.gz").toString())
                .directory(folder.toFile()).inheritIO().start();
        assertThat(tar.waitFor()).isZero();
    }

    @Test
    void aServersTableIsReadWithoutTouchingIt() throws Exception {
        Path path = folder.resolve("storage").resolve(CURRENT);
        try (Table table = Table.openReadOnly(path, context)) {
            assertThat(table.parts()).extracting(PartInfo::name).containsExactly(
                    "42_1_18E9BB88D62769A7", "6_1_18E9BB88D62769A8", "8487_5_18E9BB88D62769A6");
            assertThat(table.parts()).extracting(PartInfo::sizeBytes).containsExactly(752L, 240L, 69223L);
            assertThat(digest(table)).isEqualTo("8535 " + DIGEST);
        }
        TableCheck.Report report = TableCheck.check(path, context);
        assertThat(report).isEqualTo(new TableCheck.Report(3, 8535, 7, List.of()));
        try (Table table = Table.openReadOnly(folder.resolve("storage").resolve(PREVIOUS), context)) {
            assertThat(table.hasParts()).isFalse();
        }
    }

    @Test
    void aServersTableIsContinued() throws Exception {
        Path path = folder.resolve("storage").resolve(CURRENT);
        try (Table table = Table.open(path, context)) {
            table.mergeAll();
            assertThat(table.parts()).singleElement().extracting(PartInfo::itemsCount).isEqualTo(8535L);
            assertThat(digest(table)).isEqualTo("8535 " + DIGEST);
            table.addItems(TableTest.batch("\u0009 a further item"));
        }
        assertThat(TableCheck.check(path, context).problems()).isEmpty();
        try (Table table = Table.openReadOnly(path, context)) {
            assertThat(table.parts()).hasSize(2);
            assertThat(digest(table)).startsWith("8536 ");
        }
    }

    private static String digest(Table table) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long count = 0;
        try (TableSearch search = table.search()) {
            search.seek(Slice.EMPTY);
            while (search.next()) {
                digest.update(ByteBuffer.allocate(4).putInt(0, search.length()));
                digest.update(search.array(), search.offset(), search.length());
                count++;
            }
        }
        return count + " " + HexFormat.of().formatHex(digest.digest());
    }
}
