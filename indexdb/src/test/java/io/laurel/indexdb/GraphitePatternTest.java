package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphitePatternTest {
    @Test
    void nodesBecomeTheExpressionsOfTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("graphite_query_regexps")) {
            String expected = (boolean) vector.get("accepted") ? (String) vector.get("regexp") : null;
            assertThat(GraphitePattern.regex((String) vector.get("query"))).as(vector.toString()).isEqualTo(expected);
        }
    }

    @Test
    void groupsBecomeTheWildcardsOfTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("graphite_alternates")) {
            assertThat(GraphitePattern.withWildcards((String) vector.get("query"))).isEqualTo(vector.get("result"));
        }
    }
}
