/**
 * Bytes in memory and how numbers lie in them: {@link io.laurel.bytes.ByteBuilder} and
 * {@link io.laurel.bytes.ByteReader} for single fields, {@link io.laurel.bytes.Varints} for columns,
 * {@link io.laurel.bytes.Slice} for borrowed views, {@link io.laurel.bytes.Zstd} for compression,
 * {@link io.laurel.bytes.XxHash64} for hashing.
 */
package io.laurel.bytes;
