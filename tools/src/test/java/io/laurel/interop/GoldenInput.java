package io.laurel.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.laurel.testkit.TestData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The rows of {@code testdata/golden/input.jsonl.gz}: they make an encoder take every way there is, and come in three
 * phases, with a flush after each. Values are hexadecimal floating point numbers, {@code inf} and {@code stale}.
 */
final class GoldenInput {
    static final int PHASES = 3;

    private GoldenInput() {}

    /** The rows of one phase, from 1. */
    static List<Rows> phase(int wanted) throws IOException {
        List<Rows> all = new ArrayList<>();
        JsonFactory factory = new JsonFactory();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(TestData.path("golden/input.jsonl.gz"))),
                StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"phase\": " + wanted + ",")) {
                    try (JsonParser parser = factory.createParser(line)) {
                        all.add(rows(parser));
                    }
                }
            }
        }
        return all;
    }

    private static Rows rows(JsonParser parser) throws IOException {
        List<String> labels = new ArrayList<>();
        List<Long> timestamps = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "labels" -> {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        labels.add(parser.currentName());
                        labels.add(parser.nextTextValue());
                    }
                }
                case "timestamps" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        timestamps.add(parser.getLongValue());
                    }
                }
                case "values" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        values.add(value(parser.getText()));
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return new Rows(labels, timestamps.stream().mapToLong(Long::longValue).toArray(),
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double value(String text) {
        return switch (text) {
            case "stale" -> Content.STALE;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
