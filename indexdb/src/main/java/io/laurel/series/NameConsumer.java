package io.laurel.series;

/**
 * Takes names one after the other, with the ordinals of their series.
 *
 * @param <E> what may go wrong
 */
@FunctionalInterface
public interface NameConsumer<E extends Exception> {
    /** The name is {@code array[offset..offset+length)}; only lent. */
    void accept(byte[] array, int offset, int length, int ordinal) throws E;
}
