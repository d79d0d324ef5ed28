package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.Slice;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartMergerTest {
    private final List<ItemBatch> blocks = new ArrayList<>();

    private static MergeSource source(ItemBatch items) {
        return MemoryPart.of(items, new ItemSorter()).reader(null);
    }

    private static ItemBatch repeated(char letter, int length, int count) {
        String item = String.valueOf(letter).repeat(length);
        ItemBatch batch = new ItemBatch();
        for (int i = 0; i < count; i++) {
            batch.add(Slice.utf8(item));
        }
        return batch;
    }

    private void merge(ItemsPreparer preparer, int maxBlockBytes, ItemBatch... sources) throws IOException {
        List<MergeSource> readers = new ArrayList<>();
        for (ItemBatch batch : sources) {
            readers.add(source(batch));
        }
        new PartMerger(readers, preparer, maxBlockBytes, block -> {
            ItemBatch copy = new ItemBatch();
            copy.addAll(block);
            blocks.add(copy);
        }).run();
    }

    private List<List<String>> strings() {
        return blocks.stream().map(block -> IntStream.range(0, block.size())
                .mapToObj(i -> block.item(i).utf8()).toList()).toList();
    }

    @Test
    void itemsOfAllSourcesComeInOrder() throws IOException {
        merge(ItemsPreparer.none().get(), 6, TableTest.batch("aa", "dd", "ee"), TableTest.batch("cc", "bb", "bb"),
                TableTest.batch("ff"));
        assertThat(strings()).containsExactly(List.of("aa", "bb", "bb"), List.of("cc", "dd", "ee"), List.of("ff"));
    }

    @Test
    void noBlockButTheLastConsistsOfEqualItems() throws IOException {
        merge(ItemsPreparer.none().get(), 10, repeated('a', 4, 9), repeated('b', 9, 1), repeated('c', 9, 1),
                repeated('d', 4, 9));
        assertThat(strings()).containsExactly(List.of("aaaa", "aaaa", "bbbbbbbbb"), List.of("ccccccccc", "dddd"),
                List.of("dddd", "dddd"));
    }

    @Test
    void longItemsEndUpInAPartThatOtherEnginesCanSearch() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            for (char letter = 'a'; letter <= 'h'; letter++) {
                table.addItems(repeated(letter, 40_000 + 3_000 * (letter - 'a'), 1 + letter % 3));
            }
            table.addItems(repeated('i', 65_536, 3));
            table.addItems(repeated('j', 65_536, 1));
        }
        TableCheck.Report report = TableCheck.check(TableTest.PATH, TableTest.context(disk));
        assertThat(report.problems()).isEmpty();
        try (Table table = Table.openReadOnly(TableTest.PATH, TableTest.context(disk));
                TableSearch search = table.search()) {
            for (char letter = 'a'; letter <= 'j'; letter++) {
                assertThat(search.firstWithPrefix(Slice.utf8(String.valueOf(letter)))).isTrue();
            }
        }
    }

    @Test
    void thePreparerReshapesBlocks() throws IOException {
        ItemsPreparer oddOnes = (block, result) -> {
            for (int i = 0; i < block.size(); i++) {
                if (i % 2 == 0) {
                    result.add(block.item(i));
                }
            }
            return block.size() == 5;
        };
        merge(oddOnes, 5, TableTest.batch("a", "b", "c", "d", "e", "f", "g", "h"));
        assertThat(strings()).containsExactly(List.of("a", "c", "e"), List.of("f", "g", "h"));
    }

    @Test
    void thePreparerMayDropBlocksAndEvenAWholePart() throws IOException {
        Supplier<ItemsPreparer> dropAll = () -> (block, result) -> true;
        merge(dropAll.get(), 5, TableTest.batch("a", "b"));
        assertThat(blocks).isEmpty();

        MemoryDisk disk = new MemoryDisk();
        Table.Context plain = TableTest.context(disk);
        try (Table table = Table.open(TableTest.PATH, plain)) {
            table.addItems(TableTest.batch("a"));
            table.persist();
            table.addItems(TableTest.batch("b"));
        }
        Table.Context dropping = new Table.Context(
                disk, plain.time(), plain.zstd(), plain.caches(), dropAll, plain.swaps(),
                plain.merges());
        try (Table table = Table.open(TableTest.PATH, dropping)) {
            table.mergeAll();
            assertThat(table.hasParts()).isFalse();
            table.addItems(TableTest.batch("c"));
            table.persist();
            assertThat(table.hasParts()).isFalse();
        }
        assertThat(disk.list(TableTest.PATH.resolve("tmp"))).isEmpty();
    }

    @Test
    void thePreparerMustKeepTheEnds() {
        ItemsPreparer wrong = (block, result) -> {
            result.add(Slice.utf8("other"));
            return true;
        };
        assertThatThrownBy(() -> merge(wrong, 5, TableTest.batch("a", "b"))).isInstanceOf(IllegalStateException.class);
    }

    /** Drops items below "c", and moves "d" behind whatever comes. */
    private static ItemFilter filter() {
        return new ItemFilter() {
            private boolean waiting;

            @Override
            public void item(byte[] array, int offset, int length, Target target) throws IOException {
                Slice item = new Slice(array, offset, length);
                waiting |= item.equals(Slice.utf8("d"));
                if (item.compareTo(Slice.utf8("c")) >= 0 && !item.equals(Slice.utf8("d"))) {
                    target.keep(array, offset, length);
                }
            }

            @Override
            public void end(Target target) throws IOException {
                if (waiting) {
                    target.keep(new byte[] {'d'}, 0, 1);
                }
            }
        };
    }

    @Test
    void theFilterDropsItemsAndMayKeepThemForLater() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            table.addItems(TableTest.batch("a", "d", "c", "b", "c"));
            table.persist();
            table.mergeAll(filter(), () -> false);
            assertThat(TableTest.content(table.search())).containsExactly("c", "c", "d");
            assertThat(table.parts()).hasSize(1);
            table.addItems(TableTest.batch("e"));
            assertThatThrownBy(() -> table.mergeAll(filter(), () -> false)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("below");
            assertThat(TableTest.content(table.search())).containsExactly("c", "c", "d", "e");
            table.mergeAll();
            assertThat(table.parts()).hasSize(1);
        }
        assertThat(disk.list(TableTest.PATH.resolve("tmp"))).isEmpty();
        assertThat(TableCheck.check(TableTest.PATH, TableTest.context(disk)).problems()).isEmpty();
    }

    @Test
    void theFilterMayLeaveNothing() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            table.addItems(TableTest.batch("a", "b"));
            table.mergeAll(filter(), () -> false);
            assertThat(table.parts()).isEmpty();
        }
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            assertThat(TableTest.content(table.search())).isEmpty();
        }
        disk.assertNothingOpen();
    }
}
