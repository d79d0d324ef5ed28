package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.mergeset.ItemBatch;
import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TagRowJoinerTest {
    private final TagRowJoiner joiner = new TagRowJoiner();

    @TestFactory
    List<DynamicTest> joinsAsTheReferenceDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map<String, Object> vector : TestData.indexVectors("row_merges")) {
            tests.add(DynamicTest.dynamicTest((String) vector.get("note"), () ->
                    assertThat(joined(TestData.list(vector.get("rows"))))
                            .isEqualTo(TestData.<String>list(vector.get("merged")))));
        }
        return tests;
    }

    @Test
    void leavesABlockWithABrokenRowAsItIs() {
        List<String> rows = List.of("016b0176010000000000000001", "016b0176010000000000000002", "016b017601000000",
                "016b0176010000000000000003", "016b0176010000000000000004");
        assertThat(joined(rows)).isEqualTo(rows);
    }

    private List<String> joined(List<String> rows) {
        ItemBatch block = new ItemBatch();
        for (String row : rows) {
            byte[] bytes = HexFormat.of().parseHex(row);
            block.add(bytes, 0, bytes.length);
        }
        ItemBatch result = new ItemBatch();
        return hex(joiner.prepare(block, result) ? result : block);
    }

    private static List<String> hex(ItemBatch items) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            rows.add(HexFormat.of().formatHex(items.item(i).toByteArray()));
        }
        return rows;
    }
}
