package io.laurel.part;

import java.util.function.Consumer;

/** Is told of merges, by the threads that do them. */
@FunctionalInterface
public interface MergeListener {
    /**
     * A merge begins.
     *
     * @return told what it did, when its result is in place; never told if it ends without one
     */
    Consumer<MergeDone> begins(MergeRun.Sort sort);
}
