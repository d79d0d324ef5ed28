package io.laurel.mergeset;

import java.util.Random;

/**
 * Items of the kinds that are hard to sort and to code: shared beginnings, equal ones, empty ones, zeros, all lengths.
 */
final class RandomItems {
    private RandomItems() {}

    static ItemBatch batch(Random random, int count) {
        ItemBatch batch = new ItemBatch();
        byte[][] beginnings = new byte[1 + random.nextInt(6)][];
        for (int i = 0; i < beginnings.length; i++) {
            beginnings[i] = bytes(random, random.nextInt(40), 256);
        }
        int letters = 1 << random.nextInt(9);
        int longest = 1 << random.nextInt(7);
        for (int i = 0; i < count; i++) {
            byte[] item = item(random, beginnings[random.nextInt(beginnings.length)], letters, longest);
            int from = random.nextInt(8) == 0 ? random.nextInt(item.length + 1) : 0;
            batch.add(item, from, item.length - from);
            if (random.nextInt(10) == 0) {
                batch.add(item, from, item.length - from);
            }
        }
        return batch;
    }

    private static byte[] item(Random random, byte[] beginning, int letters, int longest) {
        byte[] end = bytes(random, random.nextInt(longest), letters);
        byte[] item = new byte[beginning.length + end.length];
        System.arraycopy(beginning, 0, item, 0, beginning.length);
        System.arraycopy(end, 0, item, beginning.length, end.length);
        return item;
    }

    private static byte[] bytes(Random random, int length, int letters) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(letters);
        }
        return bytes;
    }
}
