package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import java.util.List;

/**
 * Names or values of labels.
 *
 * @param texts each once, ascending by bytes
 * @param complete false if there are more, which the limit of the request kept out: those are behind the last one here
 */
public record LabelList(List<Slice> texts, boolean complete) {
    public LabelList {
        texts = List.copyOf(texts);
    }

    /** The texts as UTF-8; bytes that are none become replacement characters. */
    public List<String> strings() {
        return texts.stream().map(Slice::utf8).toList();
    }
}
