package io.laurel.interop;

import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged server, running on a directory and a free port of the loopback interface until it is stopped. Its log
 * goes to a file beside the directory.
 */
final class RealServer implements Closeable {
    private static final Path BINARY = Path.of("/usr/bin/victoria-metrics");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SERIES_PER_REQUEST = 5000;
    private static final long SAMPLES_PER_REQUEST = 200_000;
    private static final Pattern QUERY_VALUE = Pattern.compile("\"value\":\\[[^,]*,\"([^\"]*)\"\\]");

    private final Path directory;
    private final Path log;
    private final Process process;
    private final Thread lastResort;
    private final String url;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServerJson json = new ServerJson();

    private RealServer(Path directory) throws IOException {
        if (!Files.isExecutable(BINARY)) {
            throw new AssertionError("there is no " + BINARY + ", the server to exchange directories with: run "
                    + "scripts/check.sh, it installs the package victoria-metrics");
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        this.directory = directory;
        this.log = directory.resolveSibling(directory.getFileName() + ".log");
        this.url = "http://127.0.0.1:" + port;
        this.process = new ProcessBuilder(BINARY.toString(),
                "-storageDataPath=" + directory,
                "-httpListenAddr=127.0.0.1:" + port,
                "-retentionPeriod=100y",
                "-memory.allowedBytes=256MB",
                "-search.maxSeries=1000000",
                "-search.maxQueryLen=1MB",
                "-search.disableCache")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        this.lastResort = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Starts the server and waits until it answers. */
    static RealServer start(Path directory) throws IOException {
        RealServer server = new RealServer(directory);
        server.waitUntil("answers", server::answers);
        return server;
    }

    private boolean answers() throws IOException {
        try {
            return get("/health").equals("OK");
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    // ---- rows in

    /** Sends rows by remote write: every value and every byte arrives as it is. */
    void write(List<Rows> rows) throws IOException {
        int from = 0;
        long samples = 0;
        for (int i = 0; i < rows.size(); i++) {
            samples += rows.get(i).timestamps().length;
            if (i + 1 == rows.size() || i + 1 - from == SERIES_PER_REQUEST || samples >= SAMPLES_PER_REQUEST) {
                post("/api/v1/write", "application/x-protobuf", "snappy", RemoteWrite.body(rows.subList(from, i + 1)));
                from = i + 1;
                samples = 0;
            }
        }
    }

    /** Sends lines of {@code /api/v1/import}, gzip or not. */
    void importJsonLines(byte[] lines) throws IOException {
        boolean gzip = lines[0] == 0x1f && (lines[1] & 0xff) == 0x8b;
        post("/api/v1/import", "application/json", gzip ? "gzip" : "identity", lines);
    }

    // ---- answers out

    Content export(Question question) throws IOException {
        return json.export(exportText(question));
    }

    /** Lines of JSON, as a byte text. */
    String exportText(Question question) throws IOException {
        return ask("/api/v1/export", question.arguments());
    }

    /** Everything that has a metric name, and everything that has none. */
    Content exportAll() throws IOException {
        return export(Question.EVERYTHING).addAll(export(Question.NAMELESS));
    }

    /** Whether the server does not understand the conditions. */
    boolean refuses(List<TagFilter> filters) throws IOException {
        try {
            ask("/api/v1/export", "match%5B%5D=" + percent(Question.selector(filters)));
            return false;
        } catch (RefusedException e) {
            return true;
        }
    }

    /** The series that match on the days of the question. */
    Set<SeriesName> series(Question question) throws IOException {
        return json.names(ask("/api/v1/series", question.arguments()));
    }

    List<String> labels(TimeRange range) throws IOException {
        return labels(Question.arguments(range));
    }

    /** The labels of series that match. */
    List<String> labels(Question question) throws IOException {
        return labels(question.arguments());
    }

    private List<String> labels(String form) throws IOException {
        return json.texts(ask("/api/v1/labels", form)).stream().sorted().toList();
    }

    List<String> labelValues(String label, TimeRange range) throws IOException {
        return labelValues(label, Question.arguments(range));
    }

    /** The values of a label of series that match. */
    List<String> labelValues(String label, Question question) throws IOException {
        return labelValues(label, question.arguments());
    }

    private List<String> labelValues(String label, String form) throws IOException {
        String path = "/api/v1/label/" + percent(label).replace("+", "%20") + "/values";
        return json.texts(ask(path, form)).stream().sorted().toList();
    }

    /**
     * Cardinality status.
     *
     * @param date a day such as 2022-05-11; 1970-01-01 for all time
     */
    Map<String, List<String>> status(String date, String focusLabel, int top) throws IOException {
        return json.status(ask("/api/v1/status/tsdb",
                "date=" + date + "&focusLabel=" + percent(focusLabel) + "&topN=" + top));
    }

    /** The number that a query over all series has for an answer at that time. */
    double number(String query, long timeMs) throws IOException {
        String answer = ask("/api/v1/query", "query=" + percent(query) + "&time=" + timeMs / 1000.0);
        Matcher number = QUERY_VALUE.matcher(answer);
        if (!number.find()) {
            throw new IOException("the server does not answer " + query + " with a number: " + answer);
        }
        return Double.parseDouble(number.group(1));
    }

    // ---- care

    /** Deletes the series that match, at any time. */
    void delete(TagFilters filters) throws IOException {
        ask("/api/v1/admin/tsdb/delete_series", "match%5B%5D=" + percent(Question.selector(filters.list())));
    }

    /** Makes everything that was written visible to questions. */
    void flush() throws IOException {
        get("/internal/force_flush");
    }

    /** Creates a snapshot, which takes everything to disk, and returns its directory. */
    Path snapshot() throws IOException {
        return directory.resolve("snapshots").resolve(json.text(get("/snapshot/create"), "snapshot"));
    }

    List<String> snapshots() throws IOException {
        return json.texts(get("/snapshot/list"), "snapshots");
    }

    void deleteSnapshot(String name) throws IOException {
        get("/snapshot/delete?snapshot=" + name);
    }

    /**
     * Merges every month to one part. The server merges in the background, and passes over a month in which it is
     * merging already: asks again until all is one. It does not stop in order while it still merges.
     */
    void forceMerge() throws IOException {
        waitUntil("merges every month to one part", () -> {
            if (metric("vm_active_force_merges") > 0) {
                return false;
            }
            if (metric("vm_parts{type=\"storage/small\"}") + metric("vm_parts{type=\"storage/big\"}") <= months()) {
                return true;
            }
            startForceMerge();
            return false;
        });
    }

    void startForceMerge() throws IOException {
        get("/internal/force_merge");
    }

    private double metric(String name) throws IOException {
        return get("/metrics").lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length()))).findFirst()
                .orElseThrow(() -> new IOException("the server has no metric " + name));
    }

    private long months() throws IOException {
        try (Stream<Path> folders = Files.list(directory.resolve("data/small"))) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[0-9]{4}_[0-9]{2}")).count();
        }
    }

    /** Ends the server in order, as a system that shuts down does, and fails if it had logged errors. */
    void stop() throws IOException {
        process.destroy();
        waitUntil("ends", () -> !process.isAlive());
        Runtime.getRuntime().removeShutdownHook(lastResort);
        String errors = Files.readString(log, StandardCharsets.ISO_8859_1).lines()
                .filter(line -> line.matches("[^\t]*\t(error|panic|fatal)\t.*") || line.startsWith("panic:"))
                .limit(3).collect(Collectors.joining("\n"));
        if (!errors.isEmpty()) {
            throw new AssertionError("the server logged errors:\n" + errors);
        }
    }

    /** Ends the server at once, as a crash does. */
    void kill9() throws IOException {
        process.destroyForcibly();
        waitUntil("is dead", () -> !process.isAlive());
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    /** For the end of a test that failed: kills the server if it was not stopped. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            kill9();
        }
    }

    // ---- inside

    /** The server answered that it cannot. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void waitUntil(String what, Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the server does not: " + what + " in " + PATIENCE.toSeconds() + " s; " + tail());
            }
            try {
                if (process.waitFor(20, TimeUnit.MILLISECONDS) && !condition.holds()) {
                    throw new IOException("the server ended with code " + process.exitValue() + "; " + tail());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the server", e);
            }
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return "its log ends with:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    private String ask(String path, String form) throws IOException {
        return post(path, "application/x-www-form-urlencoded", "identity", form.getBytes(StandardCharsets.US_ASCII));
    }

    private String get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private String post(String path, String type, String encoding, byte[] body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", type)
                .header("Content-Encoding", encoding).POST(BodyPublishers.ofByteArray(body)));
    }

    private String send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.timeout(PATIENCE).build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            String text = new String(response.body(), StandardCharsets.ISO_8859_1);
            if (response.statusCode() / 100 != 2) {
                throw new RefusedException(request.uri() + ": status " + response.statusCode() + ": " + text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + request.uri(), e);
        }
    }

    static String percent(String byteText) {
        return URLEncoder.encode(byteText, StandardCharsets.ISO_8859_1);
    }
}
