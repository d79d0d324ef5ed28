package io.laurel.vmctl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one run: one JSON object for programs, one table for people. Parts that were not run are left out. */
final class BenchReport {
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_US = 1e3;
    private static final double BYTES_PER_MB = 1e6;

    private final BenchData data;
    private final int writers;
    private final List<ListTiming> lists = new ArrayList<>();
    private BenchIngestion.Result ingestion;
    private BenchFolder closed;
    private BenchFolder merged;
    private long mergeNs;
    private long mergeCpuNs;
    private long openNs;

    private record ListTiming(String list, String pass, BenchAnswers.Timing timing) {}

    BenchReport(BenchData data, int writers) {
        this.data = data;
        this.writers = writers;
    }

    void ingestion(BenchIngestion.Result result, BenchFolder folder) {
        ingestion = result;
        closed = folder;
    }

    void merge(long wallNs, long cpuNs, BenchFolder folder) {
        mergeNs = wallNs;
        mergeCpuNs = cpuNs;
        merged = folder;
    }

    void opening(long wallNs) {
        openNs = wallNs;
    }

    void list(String list, String pass, BenchAnswers.Timing timing) {
        lists.add(new ListTiming(list, pass, timing));
    }

    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("data", data.name());
            json.writeNumberField("writers", writers);
            json.writeNumberField("rows", data.rowCount());
            json.writeNumberField("series", data.seriesCount());
            machine(json);
            if (ingestion != null) {
                ingestion(json);
                size(json, "sizeClosed", closed);
            }
            if (merged != null) {
                json.writeObjectFieldStart("merge");
                number(json, "seconds", mergeNs / NS_PER_S);
                number(json, "cpuSeconds", mergeCpuNs / NS_PER_S);
                json.writeEndObject();
                size(json, "sizeMerged", merged);
            }
            number(json, "openMs", openNs / NS_PER_MS);
            json.writeArrayFieldStart("queries");
            for (ListTiming list : lists) {
                list(json, list);
            }
            json.writeEndArray();
            number(json, "peakResidentMb", BenchMachine.peakResidentBytes() / BYTES_PER_MB);
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void machine(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeStringField("processor", BenchMachine.processor());
        json.writeNumberField("processors", BenchMachine.processors());
        number(json, "memoryMb", BenchMachine.memoryBytes() / BYTES_PER_MB);
        json.writeStringField("system", BenchMachine.operatingSystem());
        json.writeStringField("jvm", BenchMachine.runtime());
        json.writeStringField("collectors", BenchMachine.collectors());
        number(json, "maxHeapMb", Runtime.getRuntime().maxMemory() / BYTES_PER_MB);
        json.writeArrayFieldStart("options");
        for (String option : BenchMachine.options()) {
            json.writeString(option);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void ingestion(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("ingestion");
        number(json, "rowsPerSecondAccepted", rowsPer(ingestion.acceptedNs()));
        number(json, "rowsPerSecond", rowsPer(ingestion.closedNs()));
        number(json, "rowsPerCpuSecond", rowsPer(ingestion.cpuNs()));
        number(json, "seconds", ingestion.closedNs() / NS_PER_S);
        number(json, "cpuSeconds", ingestion.cpuNs() / NS_PER_S);
        number(json, "allocatedBytesPerRow", (double) ingestion.allocatedBytes() / data.rowCount());
        number(json, "writtenMb", ingestion.writtenBytes() / BYTES_PER_MB);
        number(json, "residentMbBefore", ingestion.residentBytes() / BYTES_PER_MB);
        number(json, "peakResidentMb", ingestion.peakResidentBytes() / BYTES_PER_MB);
        json.writeArrayFieldStart("tenthsSeconds");
        for (long tenthNs : ingestion.tenthsNs()) {
            json.writeNumber(rounded(tenthNs / NS_PER_S));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void size(JsonGenerator json, String name, BenchFolder folder) throws IOException {
        json.writeObjectFieldStart(name);
        number(json, "bytesPerSample", (double) folder.sampleBytes() / data.rowCount());
        number(json, "valueBytesPerSample", (double) folder.valueBytes() / data.rowCount());
        number(json, "indexBytesPerSeries", (double) folder.indexBytes() / data.seriesCount());
        json.writeNumberField("files", folder.files());
        json.writeEndObject();
    }

    private static void list(JsonGenerator json, ListTiming list) throws IOException {
        BenchAnswers.Timing timing = list.timing;
        int queries = timing.queryNs().length;
        json.writeStartObject();
        json.writeStringField("list", list.list);
        json.writeStringField("pass", list.pass);
        json.writeNumberField("queries", queries);
        number(json, "p50Us", timing.quantileNs(0.5) / NS_PER_US);
        number(json, "p99Us", timing.quantileNs(0.99) / NS_PER_US);
        number(json, "maxUs", timing.quantileNs(1) / NS_PER_US);
        number(json, "cpuMsPerQuery", timing.cpuNs() / NS_PER_MS / queries);
        json.writeNumberField("found", timing.found());
        json.writeNumberField("samples", timing.samples());
        number(json, "foundPerSecond", timing.found() * NS_PER_S / timing.wallNs());
        number(json, "millionSamplesPerSecond", timing.samples() * NS_PER_US / timing.wallNs());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(rounded(value));
    }

    /** Four digits of a fraction are plenty; more would only look precise. */
    private static String rounded(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%.1f", value);
    }

    private double rowsPer(long ns) {
        return data.rowCount() * NS_PER_S / ns;
    }

    String table() {
        StringBuilder text = new StringBuilder();
        if (ingestion != null) {
            text.append(String.format(Locale.ROOT, "%s, %d writer(s): %.2f M rows/s, %.2f M rows per CPU s, "
                    + "%.3f bytes/sample, %.0f index bytes/series, peak %.0f MB (%.0f before)%n", data, writers,
                    rowsPer(ingestion.closedNs()) / 1e6, rowsPer(ingestion.cpuNs()) / 1e6,
                    (double) closed.sampleBytes() / data.rowCount(), (double) closed.indexBytes() / data.seriesCount(),
                    ingestion.peakResidentBytes() / BYTES_PER_MB, ingestion.residentBytes() / BYTES_PER_MB));
        }
        if (merged != null) {
            text.append(String.format(Locale.ROOT, "merged: %.2f CPU s, %.3f bytes/sample, %.0f index bytes/series%n",
                    mergeCpuNs / NS_PER_S, (double) merged.sampleBytes() / data.rowCount(),
                    (double) merged.indexBytes() / data.seriesCount()));
        }
        TextTable table = new TextTable("LIST", "PASS", ">QUERIES", ">P50 us", ">P99 us", ">CPU ms", ">M SAMPLES/s");
        for (ListTiming list : lists) {
            BenchAnswers.Timing timing = list.timing;
            int queries = timing.queryNs().length;
            table.row(list.list, list.pass, Integer.toString(queries),
                    String.format(Locale.ROOT, "%.1f", timing.quantileNs(0.5) / NS_PER_US),
                    String.format(Locale.ROOT, "%.1f", timing.quantileNs(0.99) / NS_PER_US),
                    String.format(Locale.ROOT, "%.4f", timing.cpuNs() / NS_PER_MS / queries),
                    timing.samples() == 0 ? "-"
                            : String.format(Locale.ROOT, "%.1f", timing.samples() * NS_PER_US / timing.wallNs()));
        }
        return text + (lists.isEmpty() ? "" : table.toString());
    }
}
