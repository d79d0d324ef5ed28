package io.laurel.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The storage directory in {@code testdata/golden/storage.tar.gz}, which the reference server wrote. */
public final class GoldenStorage {
    private static final int RECORD = 512;

    private GoldenStorage() {}

    /** Unpacks the directory into another one, hard links and symbolic links too, and returns its root. */
    public static Path unpack(Path target) throws IOException {
        byte[] tar;
        try (InputStream packed = Files.newInputStream(TestData.path("golden/storage.tar.gz"));
                GZIPInputStream unpacked = new GZIPInputStream(packed)) {
            tar = unpacked.readAllBytes();
        }
        String longName = null;
        String longLink = null;
        for (int at = 0; at + RECORD <= tar.length && tar[at] != 0; ) {
            int size = Integer.parseInt(text(tar, at + 124, 12).trim(), 8);
            String name = longName != null ? longName : text(tar, at, 100);
            String link = longLink != null ? longLink : text(tar, at + 157, 100);
            Path path = target.resolve(name);
            byte type = tar[at + 156];
            longName = type == 'L' ? text(tar, at + RECORD, size) : type == 'K' ? longName : null;
            longLink = type == 'K' ? text(tar, at + RECORD, size) : type == 'L' ? longLink : null;
            switch (type) {
                case '5' -> Files.createDirectories(path);
                case '1' -> Files.createLink(path, target.resolve(link));
                case '2' -> Files.createSymbolicLink(path, Path.of(link));
                case 'K', 'L' -> { }
                case '0', 0 -> Files.copy(new ByteArrayInputStream(tar, at + RECORD, size), path);
                default -> throw new IOException("tar entry " + name + " of unknown type " + (char) type);
            }
            at += RECORD + (size + RECORD - 1) / RECORD * RECORD;
        }
        return target.resolve("storage");
    }

    private static String text(byte[] tar, int at, int length) {
        int end = at;
        while (end < at + length && tar[end] != 0) {
            end++;
        }
        return new String(tar, at, end - at, StandardCharsets.UTF_8);
    }
}
