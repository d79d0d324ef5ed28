package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import io.laurel.series.TagCoding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Collects the first texts that start with a prefix, in the order of their bytes, whatever order they come in. Holds
 * one more than are wanted, to know whether there are more. For one thread.
 */
final class LabelSlice {
    private final Slice prefix;
    private final int limit;
    private final TreeSet<Slice> found = new TreeSet<>();

    LabelSlice(Slice prefix, int limit) {
        this.prefix = prefix;
        this.limit = limit;
    }

    Slice prefix() {
        return prefix;
    }

    /** Takes a copy of a text that is wanted and new. */
    void add(Slice text) {
        if (!text.startsWith(prefix) || isBehind(text) || found.contains(text)) {
            return;
        }
        found.add(Slice.of(text.toByteArray()));
        if (found.size() - 1 > limit) {
            found.pollLast();
        }
    }

    /** Whether a text comes behind all that are wanted. */
    private boolean isBehind(Slice text) {
        return found.size() > limit && text.compareTo(found.last()) > 0;
    }

    /**
     * Whether no text of a row behind this one is wanted. Rows are in the order of escaped texts with an end byte: one
     * without escapes has only greater texts behind it.
     */
    boolean endsAt(Slice escaped) {
        return isBehind(escaped) && TagCoding.isPlain(escaped);
    }

    LabelList toList() {
        List<Slice> texts = new ArrayList<>(found);
        return texts.size() > limit ? new LabelList(texts.subList(0, limit), false) : new LabelList(texts, true);
    }
}
