package io.laurel.regex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random expressions must match what the library says of the whole expression, however they were taken apart. */
class RegexRandomTest {
    private static final String[] ATOMS = {
        "a", "b", "ab", "ba", ".", "[ab]", "[^a]", "[b-d]", "(?i:a)", "(?i:aB)", "\\x62", "c",
        "\u00e9", "[a\u00e9]", "()"
    };

    /** An alternative {@code .+} hides an empty one beside it, here as in the original. */
    private static final java.util.regex.Pattern REPEATED_DOT = java.util.regex.Pattern.compile("[.)][+]");

    private static final String[] REPEATS = {"*", "+", "?", "{2}", "{1,2}", "{0}", "{2,}", "*?"};

    @Test
    void expressionsMatchWhatTheLibrarySays() {
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            String expression = alternatives(random, 3);
            if (REPEATED_DOT.matcher(expression).find()) {
                continue;
            }
            Pattern pattern = Pattern.compile(expression);
            for (int i = 0; i < 12; i++) {
                String value = value(random);
                assertThat(RegexPlanTest.matching(expression, value))
                        .as("seed %s: %s on %s", seed, expression, value)
                        .isEqualTo(pattern.matches(value));
            }
        }
    }

    private static String alternatives(Random random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            for (int j = random.nextInt(4); j > 0; j--) {
                text.append(piece(random, depth));
            }
            text.append(i > 0 ? "|" : "");
        }
        return text.toString();
    }

    private static String piece(Random random, int depth) {
        boolean group = depth > 0 && random.nextInt(3) == 0;
        String piece = group ? "(" + alternatives(random, depth - 1) + ")" : ATOMS[random.nextInt(ATOMS.length)];
        if (random.nextInt(4) > 0) {
            return piece;
        }
        return (piece.length() > 1 ? "(?:" + piece + ")" : piece) + REPEATS[random.nextInt(REPEATS.length)];
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            value.append("abcABd\u00e9".charAt(random.nextInt(7)));
        }
        return value.toString();
    }
}
