package io.laurel.mergeset;

import io.laurel.bytes.Slice;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Fields of the vectors as the classes of this package want them. */
final class Vectors {
    private Vectors() {}

    static byte[] hex(Map<String, Object> vector, String field) {
        return bytes((String) vector.get(field));
    }

    static Slice slice(Map<String, Object> vector, String field) {
        return Slice.of(hex(vector, field));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static long number(Map<String, Object> vector, String field) {
        return (Long) vector.get(field);
    }

    static boolean accepted(Map<String, Object> vector) {
        return (Boolean) vector.get("accepted");
    }

    static ItemBatch batch(List<String> items) {
        ItemBatch batch = new ItemBatch();
        items.forEach(item -> batch.add(Slice.of(bytes(item))));
        return batch;
    }

    static List<String> strings(ItemBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> HexFormat.of().formatHex(batch.item(i).toByteArray()))
                .toList();
    }

    static ItemBatch sorted(ItemBatch batch) {
        int[] order = new ItemSorter().sort(batch);
        ItemBatch sorted = new ItemBatch();
        for (int i = 0; i < batch.size(); i++) {
            sorted.add(batch.item(order[i]));
        }
        return sorted;
    }
}
