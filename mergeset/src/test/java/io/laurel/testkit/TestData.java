package io.laurel.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folder {@code testdata/} and the vectors in it. */
public final class TestData {
    private TestData() {}

    /** A file or folder below {@code testdata/}. */
    public static Path path(String name) {
        String root = System.getProperty("laurel.testdata");
        if (root == null) {
            throw new IllegalStateException("the system property laurel.testdata names no folder; run through Maven");
        }
        return Path.of(root).resolve(name);
    }

    /** One group of {@code data_vectors.json}: what the data half of the reference engine does. */
    public static List<Map<String, Object>> dataVectors(String group) {
        return list(json("data_vectors.json").get(group));
    }

    /** One group of {@code index_vectors.json}: what the index half of the reference engine does. */
    public static List<Map<String, Object>> indexVectors(String group) {
        return list(json("index_vectors.json").get(group));
    }

    /** A JSON object: maps, lists, strings, booleans, null, and every number as Long or Double. */
    public static Map<String, Object> json(String name) {
        try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(path(name)))) {
            parser.nextToken();
            return map(value(parser));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path(name), e);
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    public static <T> List<T> list(Object value) {
        if (value == null) {
            throw new IllegalArgumentException("there is no such list in the vectors");
        }
        return (List<T>) value;
    }

    /** A text of the index vectors: a string means its UTF-8, {@code {"hex": "..."}} bytes that are no valid UTF-8. */
    public static byte[] bytes(Object text) {
        return text instanceof String string
                ? string.getBytes(StandardCharsets.UTF_8)
                : HexFormat.of().parseHex((String) map(text).get("hex"));
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    object.put(key, value(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                return array;
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_NUMBER_INT -> {
                return parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> throw new IOException("unexpected " + parser.currentToken());
        }
    }
}
