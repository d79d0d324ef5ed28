package io.laurel.vmctl;

/** What the lines of an input file are. */
enum InputFormat {
    /** The JSON lines of {@code /api/v1/import}. */
    JSON,
    /** The Prometheus text exposition format. */
    PROMETHEUS;

    /** Tells the format by a first line that is not blank: only JSON begins with a brace and a quote. */
    static InputFormat of(byte[] line, int from, int to) {
        int at = skipSpace(line, from, to);
        if (at == to || line[at] != '{') {
            return PROMETHEUS;
        }
        at = skipSpace(line, at + 1, to);
        return at == to || line[at] == '"' || line[at] == '}' ? JSON : PROMETHEUS;
    }

    LineFormat lines(long importMs) {
        return this == JSON ? new JsonLine() : new PrometheusLine(importMs);
    }

    private static int skipSpace(byte[] line, int from, int to) {
        int at = from;
        while (at < to && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
            at++;
        }
        return at;
    }
}
