package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PartGoldenTest {
    @TestFactory
    Stream<DynamicTest> partsFromRows() {
        return TestData.dataVectors("part_from_rows").stream().map(vector -> DynamicTest.dynamicTest(
                (String) vector.get("case"), () -> {
                    Part part = new PartVectors().part(vector.get("rows_in"));
                    PartVectors.assertMerged(List.of(part), MergeRules.KEEP_ALL, vector);
                }));
    }

    @TestFactory
    Stream<DynamicTest> mergedParts() {
        return TestData.dataVectors("merge_parts").stream().map(vector -> DynamicTest.dynamicTest(
                (String) vector.get("case"), () -> merge(vector)));
    }

    private static void merge(Map<String, Object> vector) throws Exception {
        PartVectors vectors = new PartVectors();
        List<Part> sources = new ArrayList<>();
        for (Object rows : TestData.list(vector.get("parts_in"))) {
            sources.add(vectors.part(rows));
        }
        MergeRules rules = new MergeRules(Long.parseLong((String) vector.get("retention_deadline")),
                Long.parseLong((String) vector.get("dedup_interval_ms")));
        PartVectors.assertMerged(sources, rules, vector);
        assertThat(sources).hasSizeGreaterThan(1);
    }
}
