package io.laurel.storage;

import io.laurel.part.MergeDone;
import io.laurel.part.MergeVerdict;
import io.laurel.part.PartsSize;
import io.laurel.part.TableMerge;
import java.util.List;

/**
 * What a forced merge did, month by month and table by table of the index. The parts that were there when it came to a
 * month are one part now, if its verdict {@link MergeVerdict#merges() says so}; parts that came
 * meanwhile are beside it, and counted.
 *
 * @param tables the months in the order of time, then the tables of the index, current first
 */
public record MergeReport(List<TableMerge> tables) {
    public MergeReport {
        tables = List.copyOf(tables);
    }

    /** What was left alone though it should have been merged: for lack of space. */
    public List<TableMerge> leftOut() {
        return tables.stream().filter(table -> table.verdict() == MergeVerdict.NO_SPACE).toList();
    }

    /** All parts on disk when it began. */
    public PartsSize before() {
        return tables.stream().map(TableMerge::before).reduce(PartsSize.NOTHING, PartsSize::plus);
    }

    /** What became of them. */
    public PartsSize after() {
        return tables.stream().map(TableMerge::after).reduce(PartsSize.NOTHING, PartsSize::plus);
    }

    /** All rows of samples that were left out. */
    public MergeDone.Dropped dropped() {
        return tables.stream().map(TableMerge::dropped)
                .reduce(MergeDone.Dropped.NOTHING, MergeDone.Dropped::plus);
    }
}
