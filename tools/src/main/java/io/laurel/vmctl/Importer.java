package io.laurel.vmctl;

import io.laurel.env.TimeSource;
import io.laurel.series.MetricName;
import io.laurel.series.RawName;
import io.laurel.series.TimeRange;
import io.laurel.storage.RowBatch;
import io.laurel.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.zip.ZipException;

/**
 * From lines to rows. A line that cannot be read is left out whole; of one that can, a sample that the storage would
 * not admit is left out alone, and the line is reported. One thread.
 */
final class Importer {
    /** Rows for one call of the storage: enough to spread its fixed cost, few enough to stay in the caches. */
    private static final int BATCH_ROWS = 8_000;

    /** A raw name shorter than that is short enough for the index even if every byte of it must be escaped. */
    private static final int SURELY_SHORT_NAME_BYTES = MetricName.MAX_MARSHALED_BYTES / 2;

    private final Storage storage;
    private final ImportReport report;
    private final Progress progress;
    private final long importMs;
    private final RowBatch batch = new RowBatch();
    private final SampleLine line = new SampleLine();
    private final MetricName.Builder nameBuilder = MetricName.builder();
    private TimeRange admitted;

    Importer(Storage storage, TimeSource time, ImportReport report, Progress progress) {
        this.storage = storage;
        this.report = report;
        this.progress = progress;
        importMs = time.wallMs();
        admitted = storage.admittedTimes();
    }

    /**
     * Adds what is in one input.
     *
     * @param format null: tell it by the first lines
     */
    void read(Input input, InputFormat format) throws IOException {
        try (LineReader lines = open(input)) {
            InputFormat found = format;
            LineFormat reader = null;
            boolean settled = format != null;
            while (next(lines, input)) {
                if (!settled) {
                    InputFormat guess = InputFormat.of(lines.array(), lines.from(), lines.to());
                    if (guess != found) {
                        found = guess;
                        reader = null;
                    }
                }
                if (reader == null) {
                    reader = found.lines(importMs);
                }
                // What has been read decides for the rest of the file, so that a damaged line is judged by the
                // right rules
                settled |= readLine(reader, lines, input);
                if (batch.size() >= BATCH_ROWS) {
                    add();
                    progress.show(input.readBytes(), report.rows());
                }
            }
        }
        progress.finished(input);
    }

    /** Adds the rows that are still waiting. */
    void finish() throws IOException {
        add();
    }

    private static LineReader open(Input input) {
        try {
            return LineReader.over(input.stream());
        } catch (IOException e) {
            throw unreadable(input, 0, e);
        }
    }

    private boolean next(LineReader lines, Input input) throws IOException {
        try {
            return lines.next();
        } catch (IOException e) {
            add();
            throw unreadable(input, lines.number(), e);
        }
    }

    private static CommandFailure unreadable(Input input, long line, IOException cause) {
        String what = cause instanceof ZipException || cause instanceof EOFException
                ? "the compressed data is damaged after line " + line + ": "
                        + (cause.getMessage() == null ? "it ends early" : cause.getMessage())
                : "cannot read on after line " + line + ": " + Failures.message(cause);
        return new CommandFailure(ExitCode.IO, input.name() + ": " + what + "; the lines before were taken", cause);
    }

    /** True if the line held samples in this format. */
    private boolean readLine(LineFormat reader, LineReader lines, Input input) throws IOException {
        if (lines.tooLong()) {
            reject(input, lines, "the line is longer than " + LineReader.MAX_LINE_BYTES + " bytes");
            return false;
        }
        try {
            if (!reader.read(lines.array(), lines.from(), lines.to(), line)) {
                return false;
            }
        } catch (BadLineException e) {
            reject(input, lines, "column " + e.column(lines.from()) + ": " + e.getMessage());
            return false;
        }
        if (isNameTooLong()) {
            reject(input, lines, "the labels are longer than " + MetricName.MAX_MARSHALED_BYTES + " bytes in all");
            return true;
        }
        addSamples(input, lines);
        return true;
    }

    private boolean isNameTooLong() {
        int length = line.name().size();
        if (length <= SURELY_SHORT_NAME_BYTES) {
            return false;
        }
        nameBuilder.clear();
        return RawName.toMetricName(line.name().array(), 0, length, nameBuilder).marshaled().length()
                > MetricName.MAX_MARSHALED_BYTES;
    }

    private void addSamples(Input input, LineReader lines) throws IOException {
        startSeries();
        int refused = 0;
        long refusedMs = 0;
        for (int i = 0; i < line.valuesCount(); i++) {
            long timestampMs = line.timestampMs(i);
            double value = line.value(i);
            if (!admitted.contains(timestampMs)) {
                refusedMs = refused++ == 0 ? timestampMs : refusedMs;
            } else if (value != value) {
                report.withoutValue();
            } else {
                batch.add(timestampMs, value);
                if (batch.size() >= 2 * BATCH_ROWS) {
                    add();
                    startSeries();
                }
            }
        }
        if (refused > 0) {
            reject(input, lines, refusal(refused, refusedMs));
        }
    }

    private void startSeries() {
        batch.seriesRaw(line.name().array(), 0, line.name().size());
    }

    private String refusal(int refused, long timestampMs) {
        String time = "timestamp " + timestampMs + " (" + Instant.ofEpochMilli(timestampMs) + ") is ";
        String why = timestampMs > admitted.toMs() ? "more than two days ahead of the clock"
                : timestampMs < 0 ? "before 1970" : "older than the retention of 100 years";
        return time + why + (line.valuesCount() == 1 ? "" : "; " + refused + " of the " + line.valuesCount()
                + " samples of the line left out");
    }

    private void reject(Input input, LineReader lines, String reason) {
        report.rejections().add(input.name(), lines.number(), reason);
    }

    private void add() throws IOException {
        if (batch.size() > 0) {
            report.rows(storage.addRows(batch), batch.size());
            batch.clear();
            admitted = storage.admittedTimes();
        }
    }
}
