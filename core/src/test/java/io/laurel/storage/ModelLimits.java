package io.laurel.storage;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * How many distinct series may get rows in an hour and on a day of the clock. A clock that is set back into the hour
 * before changes nothing; otherwise another hour begins without series, and another day. One that was deleted and
 * comes again is another series.
 */
final class ModelLimits {
    private static final long HOUR_MS = 3_600_000;

    final int hourly;
    final int daily;
    private final ModelClock clock;
    private final Set<ModelSeries> ofHour = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<ModelSeries> ofDay = Collections.newSetFromMap(new IdentityHashMap<>());
    private long hour;

    /** 0: no limit. */
    ModelLimits(int hourly, int daily, ModelClock clock) {
        this.hourly = hourly;
        this.daily = daily;
        this.clock = clock;
    }

    boolean areThere() {
        return hourly > 0 || daily > 0;
    }

    /** The storage was opened. */
    void begin() {
        ofHour.clear();
        ofDay.clear();
        hour = clock.wallMs() / HOUR_MS;
    }

    /** Whether a row of the series is taken now. */
    boolean pass(ModelSeries series) {
        look();
        boolean newOfHour = hourly > 0 && !ofHour.contains(series);
        boolean newOfDay = daily > 0 && !ofDay.contains(series);
        if (newOfHour && ofHour.size() == hourly || newOfDay && ofDay.size() == daily) {
            return false;
        }
        ofHour.add(series);
        ofDay.add(series);
        return true;
    }

    /** Somebody asks for the present window. */
    void look() {
        long now = clock.wallMs() / HOUR_MS;
        if (now != hour && now != hour - 1) {
            ofHour.clear();
            if (now / 24 != hour / 24) {
                ofDay.clear();
            }
            hour = now;
        }
    }
}
