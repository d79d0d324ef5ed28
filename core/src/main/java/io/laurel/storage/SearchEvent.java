package io.laurel.storage;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** A search, from its call until its result was closed, or until it failed. */
@Name("io.laurel.Search")
@Label("Search")
@Category("Laurel")
@Description("A search, from its call until its result was closed, or until it failed")
@Threshold("1 ms")
@StackTrace(false)
final class SearchEvent extends Event {
    @Label("Wanted")
    @Description("samples, names or ids")
    String wanted;

    @Label("Filters")
    String filters;

    @Label("Found")
    @Description("Whether the series were found, be it none; otherwise the search failed")
    boolean found;

    @Label("Time to Find")
    @Description("Until the series were found and the parts open; the rest is up to the reader of the result")
    @Timespan(Timespan.NANOSECONDS)
    long findNs;

    @Label("Series")
    @Description("Series that match; several ids of one name are one")
    long series;

    @Label("Series Returned")
    @Description("Series that the result returned")
    long seriesReturned;

    @Label("Samples Returned")
    @Description("Samples that the result returned")
    long samplesReturned;
}
