package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;

/**
 * The Prometheus text exposition format, one sample a line:
 *
 * <pre>
 *   # HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.
 *   node_cpu_seconds_total{cpu="0",mode="idle"} 12345.67 1652227200000
 *   name{label="value",...} value [timestamp] [# exemplar]
 * </pre>
 *
 * <p>Comments, blank lines and exemplars are passed over. Timestamps are unix milliseconds; as in the server a number
 * whose size is below 2^31 is seconds, a fraction is allowed, and a sample without one gets the time of the import. In
 * label values {@code \\}, {@code \"} and {@code \n} are escapes; another backslash stands for itself.
 */
final class PrometheusLine implements LineFormat {
    private static final double SECONDS_BELOW = 1L << 31;

    private final NumberReader numbers = new NumberReader();
    private final ByteBuilder plain = new ByteBuilder();
    private final long importMs;
    private byte[] line;
    private int at;
    private int to;

    /** Samples without a timestamp get {@code importMs}. */
    PrometheusLine(long importMs) {
        this.importMs = importMs;
    }

    @Override
    public boolean read(byte[] line, int from, int to, SampleLine target) throws BadLineException {
        this.line = line;
        this.at = from;
        this.to = to;
        target.clear();
        skipSpace();
        if (at == to || line[at] == '#') {
            return false;
        }
        readMetric(target);
        skipSpace();
        if (at < to && line[at] == '{') {
            at++;
            readLabels(target);
            skipSpace();
        }
        target.value(readNumber("a value"));
        skipSpace();
        target.timestamp(at == to || line[at] == '#' ? importMs : readTimestamp());
        skipSpace();
        if (at < to && line[at] != '#') {
            throw bad("the line goes on after the timestamp");
        }
        return true;
    }

    private void readMetric(SampleLine target) throws BadLineException {
        int from = at;
        while (at < to && line[at] != '{' && !isSpace(line[at])) {
            if (line[at] == '"' || line[at] == '}' || line[at] == ',') {
                throw bad("'" + (char) line[at] + "' cannot be part of a metric name");
            }
            at++;
        }
        if (at == from) {
            throw bad("a metric name was expected here");
        }
        target.label(line, from, from, line, from, at);
    }

    private void readLabels(SampleLine target) throws BadLineException {
        while (true) {
            skipSpace();
            if (at < to && line[at] == '}') {
                at++;
                return;
            }
            int keyFrom = at;
            while (at < to && line[at] != '=' && isKeyByte(line[at])) {
                at++;
            }
            int keyTo = at;
            if (keyTo == keyFrom) {
                throw bad("a label name or '}' was expected here");
            }
            skipSpace();
            if (at == to || line[at] != '=') {
                throw bad("'=' was expected after the label name");
            }
            at++;
            skipSpace();
            readLabelValue(target, keyFrom, keyTo);
            skipSpace();
            if (at < to && line[at] == ',') {
                at++;
            } else if (at == to || line[at] != '}') {
                throw bad("',' or '}' was expected after the label value");
            }
        }
    }

    private void readLabelValue(SampleLine target, int keyFrom, int keyTo) throws BadLineException {
        if (at == to || line[at] != '"') {
            throw bad("a label value in double quotes was expected here");
        }
        int openAt = at++;
        int from = at;
        boolean escaped = false;
        while (at < to && line[at] != '"') {
            if (line[at] == '\\') {
                escaped = true;
                at++;
            }
            at++;
        }
        if (at >= to) {
            throw new BadLineException("the label value that begins here has no closing quote", openAt);
        }
        if (escaped) {
            unescape(from, at);
            target.label(line, keyFrom, keyTo, plain.array(), 0, plain.size());
        } else {
            target.label(line, keyFrom, keyTo, line, from, at);
        }
        at++;
    }

    private void unescape(int from, int valueTo) {
        plain.clear();
        for (int i = from; i < valueTo; i++) {
            int next = line[i] == '\\' ? line[i + 1] : 0;
            if (next == 'n') {
                plain.u8('\n');
                i++;
            } else if (next == '"' || next == '\\') {
                plain.u8(next);
                i++;
            } else {
                plain.u8(line[i]);
            }
        }
    }

    private long readTimestamp() throws BadLineException {
        int from = at;
        double number = readNumber("a timestamp");
        if (number > -SECONDS_BELOW && number < SECONDS_BELOW) {
            return Math.round(number * 1000);
        }
        if (!(Math.abs(number) <= Long.MAX_VALUE / 2)) {
            throw new BadLineException("the timestamp is out of range", from);
        }
        return (long) number;
    }

    /** Reads a number that must be followed by white space or the end of the line. */
    private double readNumber(String what) throws BadLineException {
        if (at == to) {
            throw bad(what + " was expected here");
        }
        double number = numbers.readDouble(line, at, to);
        int from = at;
        at = numbers.end();
        if (at < to && !isSpace(line[at]) && line[at] != '#') {
            throw new BadLineException(what + " was expected here, this is no number", from);
        }
        return number;
    }

    private static boolean isKeyByte(byte b) {
        return !isSpace(b) && b != '"' && b != ',' && b != '{' && b != '}';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private void skipSpace() {
        while (at < to && isSpace(line[at])) {
            at++;
        }
    }

    private BadLineException bad(String reason) {
        return new BadLineException(at >= to ? reason + ", but the line ends" : reason, Math.min(at, to));
    }
}
