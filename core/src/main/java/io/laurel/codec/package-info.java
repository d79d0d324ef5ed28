/**
 * Columns of numbers as bytes. {@link io.laurel.codec.Decimal} turns doubles into whole numbers with one common
 * exponent, {@link io.laurel.codec.Int64Codec} writes and reads columns of whole numbers in one of the ways that
 * {@link io.laurel.codec.EncodingType} lists ({@link io.laurel.codec.NearestDelta} for gauges, {@link
 * io.laurel.codec.NearestDelta2} for counters and timestamps), and {@link io.laurel.codec.LossyTimestamps} mends
 * timestamps that went through a rounding encoding.
 *
 * <p>Everything here is a pure function over plain arrays. Nothing is allocated per call: callers own the arrays and
 * the {@link io.laurel.codec.Int64Codec.Scratch}, and keep them.
 */
package io.laurel.codec;
