package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.Slice;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table against a map from items to how often they are in it, through every way an item can go. */
@ExtendWith(Seed.class)
class TableRandomTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final TreeMap<Slice, Integer> model = new TreeMap<>();

    @RepeatedTest(20)
    void behavesLikeASortedMultiset(Random random) throws IOException {
        Table table = Table.open(TableTest.PATH, TableTest.context(disk));
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(12)) {
                case 0 -> table.persist();
                case 1 -> table.mergeOnce();
                case 2 -> table.flushPending();
                case 3 -> {
                    if (random.nextInt(4) == 0) {
                        table.mergeAll();
                    }
                }
                case 4 -> {
                    table.close();
                    table = Table.open(TableTest.PATH, TableTest.context(disk));
                }
                case 5, 6 -> compare(table, random);
                default -> add(table, random);
            }
        }
        compare(table, random);
        table.close();
        disk.assertNothingOpen();
        assertThat(TableCheck.check(TableTest.PATH, TableTest.context(disk)).problems()).isEmpty();
    }

    private void add(Table table, Random random) throws IOException {
        ItemBatch batch = RandomItems.batch(random, random.nextInt(1 << random.nextInt(13)));
        table.addItems(batch);
        for (int i = 0; i < batch.size(); i++) {
            model.merge(Slice.of(batch.item(i).toByteArray()), 1, Integer::sum);
        }
    }

    private void compare(Table table, Random random) throws IOException {
        try (TableSearch search = table.search()) {
            search.seek(Slice.EMPTY);
            boolean found = search.next();
            for (Map.Entry<Slice, Integer> entry : model.entrySet()) {
                int copies = 0;
                while (found && search.item().equals(entry.getKey())) {
                    copies++;
                    found = search.next();
                }
                assertThat(copies).as("copies of " + entry.getKey())
                        .isBetween(copiesThatStay(entry.getKey(), entry.getValue()), entry.getValue());
                entry.setValue(copies);
            }
            assertThat(found).isFalse();
            assertThat(search.next()).isFalse();

            List<Slice> items = new ArrayList<>(model.keySet());
            for (int i = 0; i < 200; i++) {
                seek(search, key(items, random), random);
            }
            for (Slice item : items.subList(0, Math.min(300, items.size()))) {
                search.seek(item);
                assertThat(search.next()).isTrue();
                assertThat(search.item()).isEqualTo(item);
            }
        }
    }

    /** Of more copies than a block takes, {@link PartMerger} may drop some. */
    private static int copiesThatStay(Slice item, int added) {
        return Math.min(added, ItemsBlockCodec.MAX_BLOCK_BYTES / Math.max(1, item.length()));
    }

    /** An item, or something close to one, or anything. */
    private static Slice key(List<Slice> items, Random random) {
        if (items.isEmpty() || random.nextInt(10) == 0) {
            return RandomItems.batch(random, 1).item(0);
        }
        byte[] key = items.get(random.nextInt(items.size())).toByteArray();
        if (key.length > 0 && random.nextBoolean()) {
            key[key.length - 1 - random.nextInt(Math.min(3, key.length))] += (byte) (random.nextBoolean() ? 1 : -1);
        }
        int length = random.nextInt(3) > 0 ? key.length : random.nextInt(key.length + 1);
        return new Slice(key, 0, length);
    }

    private void seek(TableSearch search, Slice key, Random random) throws IOException {
        search.seek(key);
        int steps = random.nextInt(5);
        for (Map.Entry<Slice, Integer> entry : model.tailMap(key).entrySet()) {
            for (int i = 0; i < entry.getValue(); i++) {
                if (steps-- == 0) {
                    return;
                }
                assertThat(search.next()).isTrue();
                assertThat(search.item()).isEqualTo(entry.getKey());
            }
        }
        if (steps > 0) {
            assertThat(search.next()).isFalse();
        }
    }
}
