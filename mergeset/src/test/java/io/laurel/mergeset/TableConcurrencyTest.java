package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Adding, searching, persisting and merging at the same time; each adder finds what it added at once. */
class TableConcurrencyTest {
    private static final int ADDERS = 3;
    private static final int BATCHES = 400;
    private static final int BATCH_ITEMS = 40;

    private final MemoryDisk disk = new MemoryDisk();

    private static Slice item(int adder, int number) {
        return new ByteBuilder().u8(adder).u32(number * 0x9E3779B1).u32(number).bytes("some more".getBytes()).slice();
    }

    @Test
    void nothingIsLostOrMissed() throws Exception {
        Table table = Table.open(TableTest.PATH, TableTest.context(disk));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(ADDERS + 2);
        try {
            List<Future<Void>> adders = new ArrayList<>();
            for (int adder = 0; adder < ADDERS; adder++) {
                int number = adder;
                adders.add(threads.submit(() -> add(table, number)));
            }
            List<Future<Void>> others = List.of(threads.submit(repeat(done, () -> {
                table.persist();
                table.mergeOnce();
            })), threads.submit(repeat(done, () -> {
                table.mergeAll();
                table.flushPending();
            })));
            for (Future<Void> adder : adders) {
                adder.get();
            }
            done.set(true);
            for (Future<Void> other : others) {
                other.get();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        checkAll(table);
        table.close();
        disk.assertNothingOpen();
    }

    private static Void add(Table table, int adder) throws IOException {
        ItemBatch batch = new ItemBatch();
        for (int i = 0; i < BATCHES; i++) {
            batch.clear();
            for (int k = 0; k < BATCH_ITEMS; k++) {
                batch.add(item(adder, i * BATCH_ITEMS + k));
            }
            table.addItems(batch);
            try (TableSearch search = table.search()) {
                for (int number : new int[] {0, i * BATCH_ITEMS / 2, i * BATCH_ITEMS, (i + 1) * BATCH_ITEMS - 1}) {
                    assertThat(search.firstWithPrefix(item(adder, number))).as("item %d", number).isTrue();
                }
                assertThat(search.firstWithPrefix(item(adder, BATCHES * BATCH_ITEMS))).isFalse();
            }
        }
        return null;
    }

    private interface Duty {
        void run() throws IOException;
    }

    private static Callable<Void> repeat(AtomicBoolean done, Duty duty) {
        return () -> {
            while (!done.get()) {
                duty.run();
            }
            return null;
        };
    }

    private static void checkAll(Table table) throws IOException {
        int count = 0;
        try (TableSearch search = table.search()) {
            Slice previous = Slice.EMPTY;
            search.seek(Slice.EMPTY);
            while (search.next()) {
                assertThat(search.item()).isGreaterThan(previous);
                previous = Slice.of(search.item().toByteArray());
                count++;
            }
        }
        assertThat(count).isEqualTo(ADDERS * BATCHES * BATCH_ITEMS);
    }
}
