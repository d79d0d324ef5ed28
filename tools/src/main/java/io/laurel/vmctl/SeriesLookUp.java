package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.Closing;
import io.laurel.env.RealDisk;
import io.laurel.indexdb.IndexContext;
import io.laurel.indexdb.IndexDb;
import io.laurel.indexdb.SeriesNames;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The names of series for whoever looks at their ids: out of the index next to the samples, if it can be read. */
final class SeriesLookUp implements Closeable {
    private static final String NONE = "-";
    private static final long CACHE_BYTES = 16 << 20;

    private final ZstdPool zstds = new ZstdPool();
    private final Console console;
    private IndexDb index;
    private SeriesNames names;

    private SeriesLookUp(Console console) {
        this.console = console;
    }

    /** Takes no lock and writes nothing; says so if there is no index, and does without. */
    static SeriesLookUp open(Path storage, Console console) throws IOException {
        SeriesLookUp lookUp = new SeriesLookUp(console);
        if (storage == null) {
            console.err().println("vmctl-java: the part lies in no storage, so the names of series are not known");
            return lookUp;
        }
        try {
            lookUp.index = IndexDb.openReadOnly(storage,
                    IndexContext.forReading(storage, new RealDisk(), console.time(), lookUp.zstds, CACHE_BYTES));
            lookUp.names = lookUp.index.names();
        } catch (IOException e) {
            lookUp.giveUp(e);
        }
        return lookUp;
    }

    /** As a selector; {@code -} if there is none. */
    String name(Tsid series) {
        if (names == null) {
            return NONE;
        }
        ByteBuilder marshaled = new ByteBuilder();
        try {
            if (!names.name(series.metricId(), marshaled)) {
                return NONE;
            }
            ByteBuilder text = new ByteBuilder();
            SelectorText.append(text, MetricName.parse(marshaled.slice()));
            return text.slice().utf8();
        } catch (IOException e) {
            giveUp(e);
            return NONE;
        }
    }

    private void giveUp(IOException cause) {
        console.err().println("vmctl-java: the names of series are not known: " + Failures.message(cause));
        names = null;
    }

    @Override
    public void close() throws IOException {
        Closing.all(names == null ? null : names::close, index, zstds::close);
    }
}
