package io.laurel.indexdb;

import io.laurel.part.PartSet;
import io.laurel.series.MetricIds;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The generations in use at one moment and the ids that were deleted then. They stay as they are, and open, until the
 * view is closed, even if the index goes on to the next generation meanwhile.
 */
final class GenerationView implements Closeable {
    private final PartSet.View<IndexGeneration> view;
    private final List<IndexGeneration> newestFirst;
    private final MetricIds deleted;

    /**
     * Takes over the view.
     *
     * @param view of the generations, oldest first
     */
    GenerationView(PartSet.View<IndexGeneration> view, MetricIds deleted) {
        List<IndexGeneration> parts = view.parts();
        this.view = view;
        this.newestFirst = switch (parts.size()) {
            case 0 -> List.of();
            case 1 -> List.of(parts.get(0));
            default -> List.of(parts.get(1), parts.get(0));
        };
        this.deleted = deleted;
    }

    /** Current, then previous; an index that is only read may have fewer. */
    List<IndexGeneration> generations() {
        return newestFirst;
    }

    IndexGeneration current() {
        return newestFirst.get(0);
    }

    IndexGeneration previous() {
        return newestFirst.get(1);
    }

    /** Not to be changed. */
    MetricIds deleted() {
        return deleted;
    }

    /** The same, closed on its own. */
    GenerationView retain() {
        return new GenerationView(view.retain(), deleted);
    }

    @Override
    public void close() throws IOException {
        view.close();
    }
}
