package io.laurel.series;

import io.laurel.bytes.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The canonical order of tags, part of the format: names that say where a series comes from go first, so that their
 * values become the second and third number of its {@link Tsid}. A listed name is compared by a fixed key of three
 * bytes, every other name by its own bytes. A listed name also counts with its first letter in upper case, in no
 * other spelling; the two spellings have one key and keep the order in which they arrived.
 *
 * <pre>
 *   key       name           key       name          key       name
 *   00 00 00  namespace      00 00 20  job           00 01 10  server
 *   00 00 01  ns             00 00 28  model         00 01 18  pod
 *   00 00 08  datacenter     00 00 30  type          00 01 20  node
 *   00 00 09  dc             00 00 38  sensor_type   00 01 28  device
 *   00 00 0c  environment    00 00 38  SensorType    00 01 30  tenant
 *   00 00 0d  env            00 00 40  db            00 01 38  client
 *   00 00 10  cluster        00 01 00  instance      00 01 40  name
 *   00 00 18  service        00 01 08  host          00 01 48  measurement
 * </pre>
 */
final class TagOrder {
    /** Rank of a name that is not listed. */
    static final int UNLISTED = -1;

    private static final int LONGEST = "environment".length();

    /** The last two bytes of the key, by name; the first one is 0 for all. */
    private static final Map<Slice, Integer> RANKS = ranks();

    private TagOrder() {}

    private static Map<Slice, Integer> ranks() {
        Map<Slice, Integer> ranks = new HashMap<>();
        list(ranks, 0x000, "namespace", "ns");
        list(ranks, 0x008, "datacenter", "dc");
        list(ranks, 0x00c, "environment", "env");
        list(ranks, 0x010, "cluster");
        list(ranks, 0x018, "service");
        list(ranks, 0x020, "job");
        list(ranks, 0x028, "model");
        list(ranks, 0x030, "type");
        list(ranks, 0x038, "sensor_type");
        list(ranks, 0x038, "SensorType");
        list(ranks, 0x040, "db");
        list(ranks, 0x100, "instance");
        list(ranks, 0x108, "host");
        list(ranks, 0x110, "server");
        list(ranks, 0x118, "pod");
        list(ranks, 0x120, "node");
        list(ranks, 0x128, "device");
        list(ranks, 0x130, "tenant");
        list(ranks, 0x138, "client");
        list(ranks, 0x140, "name");
        list(ranks, 0x148, "measurement");
        return Map.copyOf(ranks);
    }

    /** Names given together have consecutive ranks. */
    private static void list(Map<Slice, Integer> ranks, int first, String... names) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i].getBytes(StandardCharsets.US_ASCII);
            ranks.put(Slice.of(name.clone()), first + i);
            name[0] = (byte) Character.toUpperCase((char) name[0]);
            ranks.put(Slice.of(name), first + i);
        }
    }

    /** Place of a listed name among the listed ones, or {@link #UNLISTED}. */
    static int rank(byte[] name, int offset, int length) {
        if (length < 2 || length > LONGEST) {
            return UNLISTED;
        }
        return RANKS.getOrDefault(new Slice(name, offset, length), UNLISTED);
    }

    /** Compares two names whose ranks are known; 0 also for different names of one rank. */
    static int compare(int rankA, byte[] a, int offsetA, int lengthA, int rankB, byte[] b, int offsetB, int lengthB) {
        if (rankA != UNLISTED && rankB != UNLISTED) {
            return Integer.compare(rankA, rankB);
        }
        if (rankA != UNLISTED) {
            return Arrays.compareUnsigned(key(rankA), 0, 3, b, offsetB, offsetB + lengthB);
        }
        if (rankB != UNLISTED) {
            return Arrays.compareUnsigned(a, offsetA, offsetA + lengthA, key(rankB), 0, 3);
        }
        return Arrays.compareUnsigned(a, offsetA, offsetA + lengthA, b, offsetB, offsetB + lengthB);
    }

    private static byte[] key(int rank) {
        return new byte[] {0, (byte) (rank >> 8), (byte) rank};
    }
}
