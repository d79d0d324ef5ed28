package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeBacklogTest {
    private final MergeBacklog backlog = new MergeBacklog();

    @Test
    void nothingIsDueWhenNoMergeIsWorthIt() {
        backlog.add(List.of());
        backlog.add(List.of(5L));
        backlog.add(List.of(1L, 100L, 10_000L));
        assertThat(backlog.parts()).isZero();
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    void equalPartsBecomeOne() {
        backlog.add(Collections.nCopies(15, 10L));
        assertThat(backlog.parts()).isEqualTo(14);
        assertThat(backlog.bytes()).isEqualTo(150);
    }

    @Test
    void resultsAreMergedFurther() {
        backlog.add(Collections.nCopies(225, 10L));
        assertThat(backlog.parts()).isEqualTo(224);
        assertThat(backlog.bytes()).as("every byte twice").isEqualTo(4500);
    }

    @Test
    void monthsAreNotMergedWithEachOther() {
        for (int month = 0; month < 15; month++) {
            backlog.add(List.of(10L));
        }
        assertThat(backlog.parts()).isZero();
    }
}
