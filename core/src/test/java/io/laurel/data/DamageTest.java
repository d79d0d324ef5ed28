package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.AtomicFile;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts whose bytes changed: what is noticed is said with the name of the file, and nothing is made of it. */
class DamageTest {
    private static final Path DATA = Path.of("/db/data");

    private final MemoryDisk disk = new MemoryDisk();
    private final TableFixture fixture = new TableFixture(DATA);
    private Path part;

    /** One part of three series, with more than 128 bytes of each payload, and another part of one row. */
    @BeforeEach
    void write() throws IOException {
        try (DataTable table = fixture.open(disk)) {
            RowBuffer rows = new RowBuffer();
            for (int i = 0; i < 1000; i++) {
                for (int number = 0; number < 3; number++) {
                    rows.append(fixture.ordinal(number), TableFixture.MAY + 1000L * i + i % 7, i * i % 1000);
                }
            }
            table.addRows(rows);
            table.persist(() -> { });
            part = table.parts().get(0).path();
            rows.clear();
            rows.append(fixture.ordinal(1), TableFixture.MAY + 5, 5);
            table.addRows(rows);
            table.persist(() -> { });
        }
    }

    @Test
    void soundPartsPass() throws IOException {
        assertThat(check()).isEqualTo(new DataCheck.Report(2, 3001, 4, List.of()));
    }

    @Test
    void aCutFileIsNoticed() throws IOException {
        for (String name : List.of("timestamps.bin", "values.bin", "index.bin", "metaindex.bin")) {
            byte[] whole = AtomicFile.read(disk, part.resolve(name));
            AtomicFile.write(disk, part.resolve(name), Arrays.copyOf(whole, whole.length - 1));
            assertThat(check().problems()).singleElement().asString().contains(part.resolve(name).toString());
            mergingFails(name);
            AtomicFile.write(disk, part.resolve(name), whole);
        }
        assertThat(check().problems()).isEmpty();
    }

    @Test
    void bytesBehindTheEndAreNoticed() throws IOException {
        for (String name : List.of("timestamps.bin", "values.bin", "index.bin", "metaindex.bin")) {
            byte[] whole = AtomicFile.read(disk, part.resolve(name));
            AtomicFile.write(disk, part.resolve(name), Arrays.copyOf(whole, whole.length + 1));
            assertThat(check().problems()).singleElement().asString().contains(part.resolve(name).toString());
            mergingFails(name);
            AtomicFile.write(disk, part.resolve(name), whole);
        }
    }

    private void mergingFails(String name) {
        assertThatThrownBy(() -> {
            try (DataTable table = fixture.open(disk)) {
                table.mergeAll();
            }
        }).isInstanceOf(CorruptedDataException.class).hasMessageContaining(part.resolve(name).toString());
        disk.assertNothingOpen();
    }

    @Test
    void aMissingFileIsNoticed() throws IOException {
        for (String name : List.of("timestamps.bin", "values.bin", "index.bin", "metaindex.bin")) {
            byte[] whole = AtomicFile.read(disk, part.resolve(name));
            disk.deleteFile(part.resolve(name));
            assertThatThrownBy(() -> fixture.open(disk)).isInstanceOf(IOException.class)
                    .hasMessageContaining(part.resolve(name).toString());
            disk.assertNothingOpen();
            AtomicFile.write(disk, part.resolve(name), whole);
        }
    }

    /** Most flipped bits break a frame; those that do not must not lead to anything but samples or the exception. */
    @Test
    void flippedBitsNeverDoWorse() throws IOException {
        for (String name : List.of("timestamps.bin", "values.bin", "index.bin", "metaindex.bin")) {
            byte[] whole = AtomicFile.read(disk, part.resolve(name));
            int noticed = 0;
            for (int bit = 0; bit < 8 * whole.length; bit += 5) {
                byte[] changed = whole.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                AtomicFile.write(disk, part.resolve(name), changed);
                noticed += check().problems().isEmpty() ? 0 : 1;
                readAll();
            }
            assertThat(noticed).as(name).isPositive();
            AtomicFile.write(disk, part.resolve(name), whole);
        }
    }

    private void readAll() throws IOException {
        try (DataTable table = DataTable.openReadOnly(DATA, fixture.context(disk))) {
            for (int number = 0; number < 3; number++) {
                fixture.read(table, number, TimeRange.all());
            }
        } catch (CorruptedDataException e) {
            assertThat(e.file()).startsWith(part.toString());
        }
    }

    @Test
    void anIntervalThatIsNoneIsNoticed() throws IOException {
        Path file = part.resolve("min_dedup_interval");
        assertThat(AtomicFile.read(disk, file)).asString(StandardCharsets.US_ASCII).isEqualTo("0s");
        AtomicFile.write(disk, file, "0s\n".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> fixture.open(disk)).isInstanceOf(CorruptedDataException.class)
                .hasMessageContaining(file.toString());
        disk.deleteFile(file);
        fixture.open(disk).close();
    }

    @Test
    void aNameThatDoesNotFitIsNoticed() throws IOException {
        String name = part.getFileName().toString();
        problemAfterRenaming(name.replaceFirst("^3000_", "3001_"), "has 3000 rows in 3 blocks");
        problemAfterRenaming(name.replaceFirst("^3000_", "2999_"), "more rows or blocks than its name says");
        problemAfterRenaming(name.replaceFirst("^3000_3_", "3000_4_"), "has 3000 rows in 3 blocks");
        problemAfterRenaming(name.replaceFirst("_20240501000000.000_", "_20240501000000.001_"), "time range");
        problemAfterRenaming(name.replaceFirst("_20240501000000.000_", "_20240430235959.999_"), "has samples from");
        Path month = part.getParent().resolveSibling("2024_06");
        disk.createDirectory(month);
        disk.rename(part, month.resolve(name));
        assertThat(check().problems()).singleElement().asString().contains("outside of its month");
    }

    private void problemAfterRenaming(String name, String problem) throws IOException {
        Path renamed = part.resolveSibling(name);
        disk.rename(part, renamed);
        assertThat(check().problems()).singleElement().asString().contains(renamed.toString()).contains(problem);
        disk.rename(renamed, part);
    }

    private DataCheck.Report check() throws IOException {
        return DataCheck.check(DATA, fixture.context(disk));
    }
}
