package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.TestData;
import io.laurel.testkit.TracingDisk;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The order of disk operations, as text: a lost sync is a line missing in {@code testdata/traces/}. */
class TableTraceTest {
    @Test
    void aTableIsCreatedFilledAndMerged() throws IOException {
        TracingDisk disk = new TracingDisk(new MemoryDisk(), TableTest.PATH);
        disk.note("open");
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            disk.note("persist");
            table.addItems(TableTest.batch("a"));
            table.persist();
            disk.note("persist");
            table.addItems(TableTest.batch("b"));
            table.persist();
            disk.note("merge");
            table.mergeAll();
            disk.note("close");
        }
        assertThat(disk.text()).isEqualTo(Files.readString(TestData.path("traces/table.txt")));
    }
}
