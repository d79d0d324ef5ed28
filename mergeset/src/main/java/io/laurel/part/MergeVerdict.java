package io.laurel.part;

/** Whether a merge of everything in a table has, or had, anything to do there. */
public enum MergeVerdict {
    /** Parts become one. */
    SEVERAL_PARTS(true, "several parts become one"),
    /** A single part is written anew without what it no longer should have. */
    DELETED_OR_EXPIRED(true, "one part, with something deleted or expired in it"),
    /** A single part was written under a shorter interval of deduplication. */
    DEDUP_INTERVAL(true, "one part, not thinned out to the interval of today"),
    /** No part, or one that is as it should be. */
    NOTHING_TO_DO(false, "nothing to do"),
    /** The result might not fit on the disk. */
    NO_SPACE(false, "not enough free space");

    private final boolean merges;
    private final String text;

    MergeVerdict(boolean merges, String text) {
        this.merges = merges;
        this.text = text;
    }

    /** True if something is merged. */
    public boolean merges() {
        return merges;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
