package io.laurel.data;

import io.laurel.bytes.Zstd;
import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.part.PartFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a part into a folder below {@code tmp/}: files synced, then the folder. */
final class PartFolderWriter implements Closeable {
    private final Disk disk;
    private final Path folder;
    private final PartFileWriter[] files = new PartFileWriter[4];
    private final PartWriter writer;

    /** Makes the folder and its files; the zstd context is borrowed until {@link #close()}. */
    PartFolderWriter(Disk disk, Path folder, Zstd zstd, int indexLevel) throws IOException {
        this.disk = disk;
        this.folder = folder;
        disk.createDirectory(folder);
        try {
            PartWriter.Output timestamps = create(0, PartHeader.TIMESTAMPS_FILE);
            PartWriter.Output values = create(1, PartHeader.VALUES_FILE);
            writer = new PartWriter(timestamps, values, IndexWriter.toDisk(create(2, PartHeader.INDEX_FILE),
                    create(3, PartHeader.METAINDEX_FILE), zstd, indexLevel));
        } catch (IOException | RuntimeException e) {
            Closing.after(e, files);
            throw e;
        }
    }

    private PartWriter.Output create(int number, String name) throws IOException {
        PartFileWriter file = new PartFileWriter(disk.create(folder.resolve(name)));
        files[number] = file;
        return file::write;
    }

    PartWriter writer() {
        return writer;
    }

    /** Writes what is left and makes everything in the folder durable; the folder's own name is not yet. */
    void finish(long minDedupIntervalMs) throws IOException {
        writer.finish();
        for (PartFileWriter file : files) {
            file.finish();
        }
        byte[] interval = DedupInterval.format(minDedupIntervalMs).getBytes(StandardCharsets.US_ASCII);
        try (PartFileWriter file = new PartFileWriter(
                disk.create(folder.resolve(PartHeader.MIN_DEDUP_INTERVAL_FILE)))) {
            file.write(interval, 0, interval.length);
            file.finish();
        }
        disk.syncDirectory(folder);
    }

    /** Closes the files; without {@link #finish} before, what is in the folder is rubbish. */
    @Override
    public void close() throws IOException {
        Closing.all(files);
    }

}
