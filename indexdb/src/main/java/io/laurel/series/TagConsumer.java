package io.laurel.series;

import io.laurel.bytes.Slice;

/** Takes the tags of a name one by one; key and value are unescaped and borrowed for the time of the call. */
@FunctionalInterface
public interface TagConsumer {
    void tag(Slice key, Slice value);
}
