package io.laurel.vmctl;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.storage.SearchRequest;
import io.laurel.storage.SearchResult;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A storage opened for a command that only looks: no lock is taken and nothing is written. */
final class Reading implements Closeable {
    private final Storage storage;
    private final SearchRequest request;
    private final TimeRange range;
    private final Console console;

    private Reading(Storage storage, SearchRequest request, TimeRange range, Console console) {
        this.storage = storage;
        this.request = request;
        this.range = range;
        this.console = console;
    }

    /** Reads the options first: a wrong one is told before any file is touched. */
    static Reading open(Path directory, SearchOptions options, Console console) throws IOException {
        TimeRange range = options.range(console.time().wallMs());
        SearchRequest request = null;
        for (TagFilters filters : options.anyOf()) {
            request = request == null ? SearchRequest.of(filters, range) : request.or(filters);
        }
        return new Reading(open(directory, console), request, range, console);
    }

    static Storage open(Path directory, Console console) throws IOException {
        return Storage.openReadOnly(directory, StorageOptions.defaults().withTime(console.time()));
    }

    Storage storage() {
        return storage;
    }

    TimeRange range() {
        return range;
    }

    /** The series that match. */
    SearchResult search() throws IOException {
        return storage.search(request);
    }

    /** Tells if the answer, read to its end, was not the whole one. */
    int exitCode(SearchResult found) {
        if (!found.partial()) {
            return ExitCode.FINE;
        }
        console.err().println("vmctl-java: the index has lost the names of some series; their samples are left out");
        return ExitCode.FOUND_WRONG;
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
