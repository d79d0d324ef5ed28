package io.laurel.storage;

import io.laurel.part.PlannedMerge;
import java.util.List;

/**
 * What a forced merge would do now.
 *
 * @param tables the months in the order of time, then the tables of the index, current first
 * @param availableBytes free space that merges may use; the result of each is at first beside its sources
 */
public record MergePlan(List<PlannedMerge> tables, long availableBytes) {
    public MergePlan {
        tables = List.copyOf(tables);
    }
}
