package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.LockedException;
import io.laurel.part.MergeControl;
import io.laurel.part.SwapGate;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    static final Path PATH = Path.of("/db/indexdb/18E9BAA1D3E07961");

    private final MemoryDisk disk = new MemoryDisk();

    static Table.Context context(Disk disk) {
        return context(disk, MergeControl.unlimited(disk, PATH.getRoot(), new ManualTime(), done -> { }));
    }

    static Table.Context context(Disk disk, MergeControl merges) {
        return new Table.Context(
                disk, new ManualTime(), new ZstdPool(), new TableCaches(16 << 20), ItemsPreparer.none(),
                new SwapGate(), merges);
    }

    static ItemBatch batch(String... items) {
        ItemBatch batch = new ItemBatch();
        for (String item : items) {
            batch.add(Slice.utf8(item));
        }
        return batch;
    }

    static List<String> content(TableSearch search) throws IOException {
        try (search) {
            List<String> items = new ArrayList<>();
            search.seek(Slice.EMPTY);
            while (search.next()) {
                items.add(search.item().utf8());
            }
            return items;
        }
    }

    @Test
    void whatWasAddedIsFoundAtOnce() throws IOException {
        try (Table table = Table.open(PATH, context(disk))) {
            table.addItems(batch("cherry", "apple"));
            assertThat(content(table.searchFlushed())).isEmpty();
            assertThat(content(table.search())).containsExactly("apple", "cherry");
            table.addItems(batch("banana"));
            try (TableSearch search = table.search()) {
                assertThat(search.firstWithPrefix(Slice.utf8("b"))).isTrue();
                assertThat(search.item()).isEqualTo(Slice.utf8("banana"));
                assertThat(search.firstWithPrefix(Slice.utf8("bb"))).isFalse();
                assertThat(search.firstWithPrefix(Slice.utf8("d"))).isFalse();
                assertThat(search.firstWithPrefix(Slice.utf8("apple"))).isTrue();
            }
            assertThat(table.hasUnflushed()).isTrue();
        }
        disk.assertNothingOpen();
    }

    @Test
    void whatWasPersistedIsThereAfterReopening() throws IOException {
        try (Table table = Table.open(PATH, context(disk))) {
            table.addItems(batch("b", "a"));
            table.persist();
            assertThat(table.hasUnflushed()).isFalse();
            table.addItems(batch("c", "a"));
        }
        try (Table table = Table.open(PATH, context(disk))) {
            assertThat(table.parts()).hasSize(2).allMatch(part -> !part.inMemory() && part.itemsCount() == 2);
            assertThat(content(table.searchFlushed())).containsExactly("a", "a", "b", "c");
            table.mergeAll();
            assertThat(table.parts()).singleElement().satisfies(part -> {
                assertThat(part.name()).startsWith("4_1_");
                assertThat(part.itemsCount()).isEqualTo(4);
            });
            assertThat(content(table.search())).containsExactly("a", "a", "b", "c");
        }
        assertThat(disk.list(PATH.resolve("tmp"))).isEmpty();
        assertThat(disk.list(PATH.resolve("txn"))).isEmpty();
        assertThat(new String(AtomicFile.read(disk, PATH.resolve("converted-to-v1.28.0")))).isEqualTo("ok");
        disk.assertNothingOpen();
    }

    @Test
    void aSearchKeepsWhatAMergeReplaces() throws IOException {
        try (Table table = Table.open(PATH, context(disk))) {
            table.addItems(batch("a"));
            table.persist();
            table.addItems(batch("b"));
            table.persist();
            TableSearch search = table.search();
            table.mergeAll();
            assertThat(table.parts()).hasSize(1);
            assertThat(content(search)).containsExactly("a", "b");
        }
        disk.assertNothingOpen();
    }

    @Test
    void tooLongItemsAreRefused() throws IOException {
        try (Table table = Table.open(PATH, context(disk))) {
            ItemBatch batch = batch("fine");
            batch.add(new byte[Table.MAX_ITEM_BYTES + 1], 0, Table.MAX_ITEM_BYTES + 1);
            assertThatThrownBy(() -> table.addItems(batch)).isInstanceOf(IllegalArgumentException.class);
            assertThat(content(table.search())).isEmpty();
            batch.clear();
            batch.add(new byte[Table.MAX_ITEM_BYTES], 0, Table.MAX_ITEM_BYTES);
            table.addItems(batch);
            table.persist();
            assertThat(content(table.search())).hasSize(1);
        }
    }

    @Test
    void onlyOneMayWrite() throws IOException {
        try (Table table = Table.open(PATH, context(disk))) {
            table.addItems(batch("a"));
            table.persist();
            assertThatThrownBy(() -> Table.open(PATH, context(disk))).isInstanceOf(LockedException.class);
            try (Table reader = Table.openReadOnly(PATH, context(disk))) {
                assertThat(content(reader.search())).containsExactly("a");
                assertThatThrownBy(() -> reader.addItems(batch("b"))).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void aFolderThatIsNoPartIsNamed() throws IOException {
        Table.open(PATH, context(disk)).close();
        Path stray = PATH.resolve("stray");
        disk.createDirectory(stray);
        AtomicFile.write(disk, stray.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> Table.open(PATH, context(disk))).isInstanceOf(CorruptedDataException.class)
                .hasMessageContaining(stray.toString());
        disk.assertNothingOpen();
    }
}
