package io.laurel.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void everythingIsClosedAndTheFirstFailureThrown() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Closing.all(good("a"), bad("b"), null, good("c"), bad("d")))
                .withMessage("b")
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().extracting("message").isEqualTo("d"));
        assertThat(closed).containsExactly("a", "b", "c", "d");
    }

    @Test
    void afterAFailureThatOneIsTheNews() {
        IOException failure = new IOException("first");
        Closing.after(failure, good("a"), bad("b"));
        assertThat(closed).containsExactly("a", "b");
        assertThat(failure.getSuppressed()).singleElement().extracting("message").isEqualTo("b");
    }

    private Closeable good(String name) {
        return () -> closed.add(name);
    }

    private Closeable bad(String name) {
        return () -> {
            closed.add(name);
            throw new IOException(name);
        };
    }
}
