package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static io.laurel.storage.Lives.DB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing older than the retention is returned, to the millisecond; nothing younger is lost. */
class RetentionEdgesTest {
    private static final TagFilters M = TagFilters.metric("m");

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long start = lives.time.wallMs();

    private static StorageOptions days(Lives lives, long days) {
        return lives.options.withRetention(Duration.ofDays(days));
    }

    private void add(Storage storage, long... timestampsMs) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("m");
        for (long timestampMs : timestampsMs) {
            rows.add(timestampMs, timestampMs % 1000);
        }
        assertThat(storage.addRows(rows)).isEqualTo(timestampsMs.length);
    }

    @Test
    void aRowGoesInTheMillisecondAfterItsLast() throws IOException {
        for (boolean flushed : new boolean[] {false, true}) {
            Lives one = new Lives("2024-05-15T12:00:00Z");
            try (Storage storage = Storage.open(DB, days(one, 7))) {
                add(storage, start - 7 * DAY, start - 7 * DAY + 1, start);
                if (flushed) {
                    storage.flush();
                }
                assertThat(Lives.times(storage, M, TimeRange.all())).hasSize(3);
                one.time.advance(Duration.ofMillis(1));
                assertThat(Lives.times(storage, M, TimeRange.all())).containsExactly(start - 7 * DAY + 1, start);
                assertThat(Lives.times(storage, M, TimeRange.ofMillis(0, start - 7 * DAY))).isEmpty();
                one.time.advance(Duration.ofMillis(1));
                assertThat(Lives.times(storage, M, TimeRange.all())).containsExactly(start);
                storage.forceMerge();
                assertThat(Lives.times(storage, M, TimeRange.all())).containsExactly(start);
                one.time.advance(Duration.ofDays(7).minusMillis(2));
                assertThat(Lives.times(storage, M, TimeRange.all())).containsExactly(start);
                one.time.advance(Duration.ofMillis(1));
                assertThat(Lives.times(storage, M, TimeRange.all())).isEmpty();
                assertThat(Lives.names(storage, TagFilters.all(), TimeRange.all())).isEmpty();
            }
        }
    }

    @Test
    void aMonthGoesWhenItsLastMillisecondIsTooOldAndNotBefore() throws IOException {
        try (Storage storage = Storage.open(DB, days(lives, 31))) {
            long endOfApril = Lives.ms("2024-05-01T00:00:00Z") - 1;
            add(storage, endOfApril, start);
            storage.flush();
            lives.time.advance(Duration.ofMillis(endOfApril + 31 * DAY - start));
            storage.runDuties();
            assertThat(lives.disk.list(DB.resolve("data/small"))).contains("2024_04");
            assertThat(Lives.times(storage, M, TimeRange.all())).containsExactly(endOfApril, start);
            lives.time.advance(Duration.ofMinutes(1));
            storage.runDuties();
            assertThat(lives.disk.list(DB.resolve("data/small"))).containsExactly("2024_05", "snapshots");
            assertThat(lives.disk.list(DB.resolve("data/big"))).containsExactly("2024_05", "snapshots");
            assertThat(Lives.times(storage, M, TimeRange.all())).containsExactly(start);
        }
    }

    @Test
    void centuriesKeepAllSinceNineteenSeventy() throws IOException {
        for (long days : new long[] {36_500, 37_200, 40_000, 100 * 366, 1_000 * 365, 100_000_000}) {
            Lives one = new Lives("2024-05-15T12:00:00Z");
            one.options = days(one, days);
            one.through(storage -> {
                add(storage, 0, DAY, start - 19_000 * DAY, start);
                assertThat(storage.admittedTimes().fromMs()).isZero();
                one.time.advance(Duration.ofMinutes(2));
                storage.runDuties();
            }, storage -> assertThat(Lives.times(storage, M, TimeRange.all())).hasSize(4));
        }
    }

    @Test
    void aRetentionBelowADayIsRefused() {
        for (Duration tooShort : List.of(Duration.ZERO, Duration.ofHours(23), Duration.ofDays(-1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> lives.options.withRetention(tooShort));
        }
    }

    @Test
    void shortenedItHidesAndRaisedAgainItShowsWhatIsStillThere() throws IOException {
        try (Storage storage = Storage.open(DB, days(lives, 365))) {
            add(storage, start - 300 * DAY, start - 100 * DAY, start - 5 * DAY, start);
        }
        try (Storage storage = Storage.open(DB, days(lives, 30))) {
            assertThat(Lives.times(storage, M, TimeRange.all())).hasSize(2);
            assertThat(storage.labelNames(TimeRange.ofMillis(start - 300 * DAY, start - 290 * DAY))).isEmpty();
        }
        try (Storage storage = Storage.open(DB, days(lives, 200))) {
            assertThat(Lives.times(storage, M, TimeRange.all())).hasSize(3);
            lives.time.advance(Duration.ofMinutes(1));
            storage.runDuties();
        }
        try (Storage storage = Storage.open(DB, days(lives, 365))) {
            assertThat(Lives.times(storage, M, TimeRange.all())).as("the oldest month is gone").hasSize(3);
        }
        try (Storage storage = Storage.openReadOnly(DB, days(lives, 1))) {
            assertThat(Lives.times(storage, M, TimeRange.all())).as("reading only applies none").hasSize(3);
        }
    }

    @Test
    void aSnapshotKeepsWhatTheStorageForgets() throws IOException {
        try (Storage storage = Storage.open(DB, days(lives, 30))) {
            add(storage, start - 29 * DAY, start);
            Snapshot snapshot = storage.createSnapshot();
            lives.time.advance(Duration.ofDays(60));
            storage.runDuties();
            storage.forceMerge();
            assertThat(Lives.times(storage, M, TimeRange.all())).isEmpty();
            try (Storage kept = Storage.openReadOnly(snapshot.path(), days(lives, 30))) {
                assertThat(Lives.times(kept, M, TimeRange.all())).containsExactly(start - 29 * DAY, start);
            }
        }
    }

    @Test
    void rowsOfAMonthThatWasDroppedAreRefusedAndOfOneThatIsLeftTaken() throws IOException {
        try (Storage storage = Storage.open(DB, days(lives, 30))) {
            add(storage, start - 29 * DAY);
            lives.time.advance(Duration.ofDays(40));
            storage.runDuties();
            RowBatch rows = new RowBatch();
            rows.series("m").add(start - 29 * DAY, 1).add(start + 11 * DAY, 2).add(start + 11 * DAY - 1, 3);
            assertThat(storage.addRows(rows)).isEqualTo(2);
            assertThat(Lives.times(storage, M, TimeRange.all()))
                    .containsExactly(start + 11 * DAY - 1, start + 11 * DAY);
        }
    }
}
