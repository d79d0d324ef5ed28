package io.laurel.vmctl;

/** Rows by time: each generation of series lives for some steps, and at each step every series has one sample. */
final class BenchSteppedRows implements BenchRows {
    private final Shape shape;
    private final BenchStreams streams;
    private final int writers;
    private final int writer;
    private int generation;
    private int step;
    private int member;

    /** Sizes of one such data set; the generations follow one another without a gap. */
    record Shape(int generations, int seriesPerGeneration, int steps, long startMs, long stepMs) {
        long rows() {
            return (long) generations * seriesPerGeneration * steps;
        }
    }

    /** Rows of the series whose number in its generation is {@code writer} modulo {@code writers}. */
    BenchSteppedRows(Shape shape, BenchStreams streams, int writers, int writer) {
        this.shape = shape;
        this.streams = streams;
        this.writers = writers;
        this.writer = writer;
        this.member = writer;
    }

    @Override
    public int next(int[] series, long[] timestampsMs, double[] values) {
        int rows = 0;
        while (rows < series.length && generation < shape.generations) {
            int id = generation * shape.seriesPerGeneration + member;
            series[rows] = id;
            timestampsMs[rows] = shape.startMs + ((long) generation * shape.steps + step) * shape.stepMs;
            values[rows++] = streams.next(id);
            advance();
        }
        return rows;
    }

    private void advance() {
        member += writers;
        if (member >= shape.seriesPerGeneration) {
            member = writer;
            if (++step == shape.steps) {
                step = 0;
                generation++;
            }
        }
    }
}
