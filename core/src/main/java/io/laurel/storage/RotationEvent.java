package io.laurel.storage;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A new generation of the index began. */
@Name("io.laurel.Rotation")
@Label("Rotation")
@Category("Laurel")
@Description("A new generation of the index began")
@StackTrace(false)
final class RotationEvent extends Event {
    @Label("Previous")
    @Description("Table that was current before")
    String previous;

    @Label("Current")
    @Description("Table that is current now")
    String current;

    @Label("Series")
    @Description("Series that were written once more at once; others follow within an hour")
    long series;
}
