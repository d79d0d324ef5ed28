package io.laurel.storage;

import io.laurel.part.MergeDone;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What was in memory of a month, or of a table of the index, became a part on disk. */
@Name("io.laurel.Flush")
@Label("Flush")
@Category("Laurel")
@Description("What was in memory of a month, or of a table of the index, became a part on disk")
@StackTrace(false)
final class FlushEvent extends Event {
    @Label("Content")
    @Description("samples or index")
    String content;

    @Label("Table")
    @Description("Month of samples, or table of the index")
    String table;

    @Label("Parts")
    @Description("Parts in memory")
    int parts;

    @Label("Result")
    @Description("Name of the new part; none if nothing was left")
    String result;

    @Label("Rows")
    @Description("Rows, or items of the index, in the new part")
    long rows;

    @Label("Bytes In")
    @Description("What the parts took in memory")
    @DataAmount
    long bytesIn;

    @Label("Bytes Out")
    @DataAmount
    long bytesOut;

    void commit(MergeDone done) {
        content = content(done);
        table = done.table();
        parts = done.memorySources();
        result = done.result();
        rows = done.entriesOut();
        bytesIn = done.bytesIn();
        bytesOut = done.bytesOut();
        commit();
    }

    static String content(MergeDone done) {
        return done.kind() == MergeDone.Kind.SAMPLES ? "samples" : "index";
    }
}
