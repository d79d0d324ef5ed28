package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void alignsColumns() {
        TextTable table = new TextTable("NAME", ">ROWS", "NOTE");
        table.row("a", "12345", "x");
        table.row("long name", "6", "");
        assertThat(table).hasToString("""
                NAME        ROWS  NOTE
                a          12345  x
                long name      6
                """);
    }

    @Test
    void refusesARowOfAnotherWidth() {
        assertThatThrownBy(() -> new TextTable("A").row("b", "c")).isInstanceOf(IllegalArgumentException.class);
    }
}
