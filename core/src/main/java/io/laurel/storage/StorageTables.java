package io.laurel.storage;

import io.laurel.bytes.ZstdPool;
import io.laurel.data.DataContext;
import io.laurel.data.DataTable;
import io.laurel.env.Closing;
import io.laurel.indexdb.IndexContext;
import io.laurel.indexdb.IndexDb;
import io.laurel.mergeset.TableCaches;
import io.laurel.part.MergeControl;
import io.laurel.part.SwapGate;
import io.laurel.series.KnownSeries;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index and the samples of one storage, opened together, with what they share. They do not know each other.
 */
final class StorageTables implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StorageTables.class);

    private final ZstdPool zstds = new ZstdPool();
    private final SwapGate swaps = new SwapGate();
    private final KnownSeries series;
    private final TableCaches indexCaches;
    private final IndexDb index;
    private final SavedSeries saved;
    private final SavedSeries.Loaded loaded;
    private final DataTable data;

    private StorageTables(StorageLayout layout, StorageOptions options, MergeControl merges, boolean readOnly)
            throws IOException {
        series = new KnownSeries(options.seriesBytes());
        indexCaches = new TableCaches(options.blockBytes());
        IndexContext ofIndex =
                new IndexContext(options.disk(), options.time(), zstds, indexCaches, swaps, merges,
                        options.rememberedBytes());
        DataContext ofData = new DataContext(options.disk(), options.time(), zstds, series.table(),
                options.blockBytes(), swaps, merges);
        index = readOnly ? IndexDb.openReadOnly(layout.root(), ofIndex) : IndexDb.open(layout.root(), ofIndex);
        saved = new SavedSeries(options.disk(), zstds, layout.cache(), index, series);
        List<Closeable> opened = new ArrayList<>(List.of(index));
        try {
            data = readOnly
                    ? DataTable.openReadOnly(layout.data(), ofData)
                    : DataTable.open(layout.data(), ofData);
            opened.add(data);
            loaded = readOnly ? SavedSeries.Loaded.NOTHING : loadSeries(layout);
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, opened);
            throw e;
        }
    }

    /** The saved series are removed before any row is taken, so they never lag behind the index. */
    private SavedSeries.Loaded loadSeries(StorageLayout layout) throws IOException {
        SavedSeries.Loaded result = saved.load();
        if (result.problem() != null) {
            LOG.warn("the saved series are not used: {}", result.problem());
        }
        layout.removeCaches();
        return result;
    }

    /** Opens them for writing; what is missing is created. */
    static StorageTables open(StorageLayout layout, StorageOptions options, MergeControl merges) throws IOException {
        return new StorageTables(layout, options, merges, false);
    }

    static StorageTables openReadOnly(StorageLayout layout, StorageOptions options, MergeControl merges)
            throws IOException {
        return new StorageTables(layout, options, merges, true);
    }

    IndexDb index() {
        return index;
    }

    /** What became of the series that the last run had known. */
    SavedSeries.Loaded loaded() {
        return loaded;
    }

    /**
     * Saves the series for the next run, after everything was persisted; does without it if that fails. Nobody may be
     * adding rows, now or later.
     */
    void saveSeries(long nowMs) {
        try {
            index.persist();
            saved.save(nowMs);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the known series could not be saved, the next start will be slower: {}", e.getMessage(), e);
        }
    }

    DataTable data() {
        return data;
    }

    /** The decoded blocks of the index. */
    TableCaches indexCaches() {
        return indexCaches;
    }

    /** The series met lately. */
    KnownSeries series() {
        return series;
    }

    ZstdPool zstds() {
        return zstds;
    }

    /** What every swap of parts passes, of index and samples. */
    SwapGate swaps() {
        return swaps;
    }

    /** Closes both; what is only in memory is gone. */
    @Override
    public void close() throws IOException {
        Closing.all(List.of(data, index, zstds::close));
    }
}
