package io.laurel.interop;

import io.laurel.testkit.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The real metrics of {@code testdata/node/node.jsonl.gz}: lines as the server exported them. */
final class NodeCapture {
    private NodeCapture() {}

    static byte[] lines() throws IOException {
        try (GZIPInputStream lines = new GZIPInputStream(Files.newInputStream(TestData.path("node/node.jsonl.gz")))) {
            return lines.readAllBytes();
        }
    }

    static Content content() throws IOException {
        return new ServerJson().export(new String(lines(), StandardCharsets.ISO_8859_1));
    }

    static List<Rows> rows() throws IOException {
        return content().rows();
    }
}
