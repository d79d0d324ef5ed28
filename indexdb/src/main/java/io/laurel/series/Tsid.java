package io.laurel.series;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;

/**
 * Internal id of a series; all data lie in its order, which is the unsigned order of the four numbers and of the bytes:
 *
 * <pre>
 *   metricGroupId u64   hash of the metric group
 *   jobId         u32   low half of the hash of the first tag's value, in canonical order
 *   instanceId    u32   low half of the hash of the second tag's value
 *   metricId      u64   unique number
 * </pre>
 *
 * <p>The three hashes only bring related series together. For a series with fewer than two tags other writers leave
 * anything in the unused numbers, so the id of a known series is read from the index and never computed again.
 */
public record Tsid(long metricGroupId, int jobId, int instanceId, long metricId) implements Comparable<Tsid> {
    /** Size of the marshaled form. */
    public static final int BYTES = 24;

    public static Tsid unmarshal(ByteReader source) throws CorruptedDataException {
        return new Tsid(source.u64("metric group id"), source.u32("job id"), source.u32("instance id"),
                source.u64("metric id"));
    }

    public void marshal(ByteBuilder target) {
        target.u64(metricGroupId).u32(jobId).u32(instanceId).u64(metricId);
    }

    @Override
    public int compareTo(Tsid other) {
        int order = Long.compareUnsigned(metricGroupId, other.metricGroupId);
        if (order == 0) {
            order = Integer.compareUnsigned(jobId, other.jobId);
        }
        if (order == 0) {
            order = Integer.compareUnsigned(instanceId, other.instanceId);
        }
        return order != 0 ? order : Long.compareUnsigned(metricId, other.metricId);
    }

    /** The four numbers in hexadecimal. */
    @Override
    public String toString() {
        return String.format("%016x-%08x-%08x-%016x", metricGroupId, jobId, instanceId, metricId);
    }
}
