package io.laurel.data;

import io.laurel.part.BlockCache;

/**
 * What a {@link DataTable} can say of itself beside its parts.
 *
 * @param pendingRows rows that lie in no part yet
 * @param pendingBytes what they take
 * @param bufferBytes room for more of them, and to sort them, that is kept
 * @param memoryPartBytes what the parts in memory take
 * @param indexCache decoded index blocks of parts on disk
 */
public record DataStats(long pendingRows, long pendingBytes, long bufferBytes, long memoryPartBytes,
        BlockCache.Stats indexCache) {}
