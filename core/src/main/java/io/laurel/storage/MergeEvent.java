package io.laurel.storage;

import io.laurel.part.MergeDone;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Parts on disk became one. */
@Name("io.laurel.Merge")
@Label("Merge")
@Category("Laurel")
@Description("Parts on disk became one")
@StackTrace(false)
final class MergeEvent extends Event {
    @Label("Content")
    @Description("samples or index")
    String content;

    @Label("Table")
    @Description("Month of samples, or table of the index")
    String table;

    @Label("Forced")
    @Description("Whether somebody asked for it")
    boolean forced;

    @Label("Parts")
    int parts;

    @Label("Result")
    @Description("Name of the new part; none if nothing was left")
    String result;

    @Label("Rows In")
    @Description("Rows, or items of the index")
    long rowsIn;

    @Label("Rows Out")
    long rowsOut;

    @Label("Bytes In")
    @DataAmount
    long bytesIn;

    @Label("Bytes Out")
    @DataAmount
    long bytesOut;

    @Label("Rows Deleted")
    @Description("Rows of deleted series that were left out")
    long rowsDeleted;

    @Label("Rows Expired")
    long rowsExpired;

    @Label("Rows Duplicate")
    @Description("Rows that the interval of deduplication left out")
    long rowsDuplicate;

    void commit(MergeDone done) {
        content = FlushEvent.content(done);
        table = done.table();
        parts = done.sources().size() + done.memorySources();
        result = done.result();
        rowsIn = done.entriesIn();
        rowsOut = done.entriesOut();
        bytesIn = done.bytesIn();
        bytesOut = done.bytesOut();
        rowsDeleted = done.dropped().deleted();
        rowsExpired = done.dropped().expired();
        rowsDuplicate = done.dropped().duplicate();
        commit();
    }
}
