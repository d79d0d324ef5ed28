package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.ReadableFile;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.TracingDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading a table that somebody else writes to, or that somebody left in the middle of something. */
class TableReadOnlyTest {
    private static final String ID = "0000000000000001";

    private final MemoryDisk disk = new MemoryDisk();

    @BeforeEach
    void fill() throws IOException {
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            for (String item : new String[] {"a", "b", "c"}) {
                table.addItems(TableTest.batch(item));
                table.persist();
            }
        }
    }

    private static TreeSet<String> content(Disk disk) throws IOException {
        try (Table table = Table.openReadOnly(TableTest.PATH, TableTest.context(disk))) {
            return new TreeSet<>(TableTest.content(table.search()));
        }
    }

    @Test
    void nothingIsWritten() throws IOException {
        TracingDisk tracing = new TracingDisk(disk, TableTest.PATH);
        assertThat(content(tracing)).containsExactly("a", "b", "c");
        assertThat(tracing.lines()).allMatch(line -> line.startsWith("close "));
    }

    /** A merge of all parts, stopped at each of the states in which another engine may have left it. */
    @Test
    void anUnfinishedSwapCountsAsFinished() throws IOException {
        Path result = TableTest.PATH.resolve("tmp").resolve(ID);
        Path place = TableTest.PATH.resolve("3_1_" + ID);
        try (PartWriter writer = new PartWriter(disk, result, 1, TableTest.context(disk).zstd().take())) {
            writer.add(TableTest.batch("a", "b", "c"));
            writer.finish();
        }
        StringBuilder text = new StringBuilder();
        for (String name : disk.list(TableTest.PATH)) {
            if (name.startsWith("1_1_")) {
                text.append(TableTest.PATH.resolve(name)).append('\n');
            }
        }
        text.append(result).append(" -> ").append(place).append('\n');
        AtomicFile.write(disk, TableTest.PATH.resolve("txn").resolve(ID),
                text.toString().getBytes(StandardCharsets.UTF_8));
        isReadAsOnePart();
        for (String name : disk.list(TableTest.PATH)) {
            if (name.startsWith("1_1_")) {
                disk.deleteTree(TableTest.PATH.resolve(name));
                isReadAsOnePart();
            }
        }
        disk.rename(result, place);
        isReadAsOnePart();
    }

    private void isReadAsOnePart() throws IOException {
        try (Table table = Table.openReadOnly(TableTest.PATH, TableTest.context(disk))) {
            assertThat(table.parts()).singleElement().extracting(PartInfo::itemsCount).isEqualTo(3L);
            assertThat(TableTest.content(table.search())).containsExactly("a", "b", "c");
        }
    }

    @Test
    void partsThatAreMergedAwayMeanwhileAreFoundInTheResult() throws Exception {
        try (Table writer = Table.open(TableTest.PATH, TableTest.context(disk))) {
            // Just before the n-th file is opened the writer merges everything, for each n.
            for (int nth = 1; nth <= 12; nth++) {
                writer.addItems(TableTest.batch("d"));
                writer.persist();
                assertThat(content(meddling(nth, writer))).containsExactly("a", "b", "c", "d");
            }
        }
        disk.assertNothingOpen();
    }

    private Disk meddling(int nth, Table writer) {
        int[] opens = {0};
        return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == ReadableFile.class && ++opens[0] == nth) {
                        writer.mergeAll();
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void damageIsStillDamage() throws IOException {
        for (String name : disk.list(TableTest.PATH)) {
            if (name.startsWith("1_1_")) {
                disk.deleteFile(TableTest.PATH.resolve(name).resolve("lens.bin"));
            }
        }
        assertThatThrownBy(() -> content(disk)).isInstanceOf(IOException.class).hasMessageContaining("lens.bin");
        disk.assertNothingOpen();
    }
}
