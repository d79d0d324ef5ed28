package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.mergeset.ItemBatch;
import io.laurel.mergeset.Table;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cursor, with its short cuts, against a sorted set. */
@ExtendWith(Seed.class)
class ItemCursorRandomTest {
    private static final Path PATH = Path.of("/db/17CFA7B9EAB58001");

    @Test
    void goesWhereASortedSetSays(Random random) throws Exception {
        IndexContext context = IndexTesting.context(new MemoryDisk(), new ManualTime());
        TreeSet<Slice> model = new TreeSet<>();
        try (Table table = Table.open(PATH, context.ofTables())) {
            for (int part = 0; part < 4; part++) {
                ItemBatch batch = new ItemBatch();
                for (int i = 0; i < 300; i++) {
                    Slice item = item(random, 1 + random.nextInt(3));
                    model.add(item);
                    batch.add(item);
                }
                table.addItems(batch);
                table.flushPending();
            }
            try (ItemCursor cursor = new ItemCursor(table.search())) {
                walk(cursor, model, random);
            }
        }
    }

    private static void walk(ItemCursor cursor, TreeSet<Slice> model, Random random) throws IOException {
        Slice expected = null;
        Slice key = Slice.EMPTY;
        for (int i = 0; i < 20_000; i++) {
            boolean onItem;
            if (expected != null && random.nextInt(3) == 0) {
                onItem = nextOther(cursor, expected);
                expected = model.higher(expected);
            } else {
                boolean anywhere = expected == null || random.nextInt(4) == 0;
                key = anywhere ? item(random, random.nextInt(4)) : near(expected, random);
                onItem = cursor.seek(new ByteBuilder().bytes(key));
                expected = model.ceiling(key);
            }
            assertThat(onItem ? cursor.item() : null).as("step " + i + ", key " + key).isEqualTo(expected);
        }
    }

    /** Equal items of several parts come one after the other. */
    private static boolean nextOther(ItemCursor cursor, Slice item) throws IOException {
        boolean onItem = cursor.next();
        while (onItem && cursor.item().equals(item)) {
            onItem = cursor.next();
        }
        return onItem;
    }

    private static Slice near(Slice item, Random random) {
        byte[] bytes = item.toByteArray();
        bytes[bytes.length - 1] += (byte) (random.nextInt(5) - 1);
        return Slice.of(bytes);
    }

    private static Slice item(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(16);
        }
        return Slice.of(bytes);
    }
}
