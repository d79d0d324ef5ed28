package io.laurel.mergeset;

/**
 * What can be said of a part from outside.
 *
 * @param name name of its folder; "memory" if it has none yet
 * @param sizeBytes of its four data files, or of its items in memory
 */
public record PartInfo(String name, long itemsCount, long blocksCount, long sizeBytes, boolean inMemory) {}
