package io.laurel.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the server answers, as byte texts in and out. */
final class ServerJson {
    private static final String METRIC = "{\"metric\":";
    private static final String VALUES = ",\"values\":[";
    private static final String TIMESTAMPS = "],\"timestamps\":[";

    private final JsonFactory factory = new JsonFactory();

    /**
     * The lines of {@code /api/v1/export}. Numbers there have as many digits as it takes to get the same bits again. No
     * quote stands unescaped inside a text, so the three parts of a line are found by what is between them.
     *
     * <p>{@code null} and {@code NaN} are stale markers: no other NaN is ever stored.
     */
    Content export(String lines) throws IOException {
        Content content = new Content();
        for (String line : lines.split("\n")) {
            if (!line.isEmpty()) {
                int values = line.indexOf(VALUES);
                int timestamps = line.indexOf(TIMESTAMPS, values);
                if (!line.startsWith(METRIC) || timestamps < 0 || !line.endsWith("]}")) {
                    throw new IOException("not a line of an export: " + ByteText.quoted(line));
                }
                double[] v = doubles(line.substring(values + VALUES.length(), timestamps));
                long[] t = longs(line.substring(timestamps + TIMESTAMPS.length(), line.length() - 2));
                if (v.length != t.length) {
                    throw new IOException(v.length + " values, " + t.length + " timestamps: " + ByteText.quoted(line));
                }
                content.add(name(line.substring(METRIC.length(), values)), t, v, t.length);
            }
        }
        return content;
    }

    private static double[] doubles(String list) {
        String[] texts = list.split(",");
        double[] values = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            values[i] = value(texts[i]);
        }
        return values;
    }

    private static double value(String text) {
        return switch (text) {
            case "null", "NaN" -> Content.STALE;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static long[] longs(String list) {
        String[] texts = list.split(",");
        long[] values = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            values[i] = Long.parseLong(texts[i]);
        }
        return values;
    }

    private SeriesName name(String object) throws IOException {
        try (JsonParser parser = factory.createParser(object)) {
            parser.nextToken();
            return name(parser);
        }
    }

    /** An object of labels, on its first token. A name may come twice. */
    private static SeriesName name(JsonParser parser) throws IOException {
        List<SeriesName.Label> labels = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            labels.add(new SeriesName.Label(name, parser.getText()));
        }
        return new SeriesName(labels);
    }

    /** The list under {@code data} of an answer: label names or values. */
    List<String> texts(String answer) throws IOException {
        return texts(answer, "data");
    }

    /** The list of texts under {@code key} of an answer that is an object. */
    List<String> texts(String answer, String key) throws IOException {
        try (JsonParser parser = under(answer, key)) {
            List<String> texts = new ArrayList<>();
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                texts.add(parser.getText());
            }
            return texts;
        }
    }

    /** The list under {@code data} of an answer: series. */
    TreeSet<SeriesName> names(String answer) throws IOException {
        try (JsonParser parser = data(answer)) {
            TreeSet<SeriesName> names = new TreeSet<>();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                names.add(name(parser));
            }
            return names;
        }
    }

    /** The lists of {@code /api/v1/status/tsdb}, by their names; each line is {@code name value}. */
    Map<String, List<String>> status(String answer) throws IOException {
        Map<String, List<String>> lists = new TreeMap<>();
        try (JsonParser parser = data(answer)) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                List<String> lines = lists.computeIfAbsent(parser.currentName(), name -> new ArrayList<>());
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        lines.add(line(parser));
                    }
                } else {
                    lines.add(parser.getText());
                }
            }
        }
        return lists;
    }

    /** {@code {"name":TEXT,"value":NUMBER}}, on its first token. */
    private static String line(JsonParser parser) throws IOException {
        List<String> words = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            words.add(parser.getText());
        }
        return String.join(" ", words);
    }

    /** The text under {@code key} of an answer that is an object. */
    String text(String answer, String key) throws IOException {
        try (JsonParser parser = under(answer, key)) {
            return parser.getText();
        }
    }

    private JsonParser data(String answer) throws IOException {
        return under(answer, "data");
    }

    private JsonParser under(String answer, String key) throws IOException {
        JsonParser parser = factory.createParser(answer);
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(key);
            parser.nextToken();
            if (wanted) {
                return parser;
            }
            parser.skipChildren();
        }
        throw new IOException("the answer has no \"" + key + "\": " + ByteText.quoted(answer));
    }
}
