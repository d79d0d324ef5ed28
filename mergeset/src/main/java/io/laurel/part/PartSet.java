package io.laurel.part;

import io.laurel.env.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * The parts served at this moment. Thread-safe. The list never changes: adding and replacing make a new one, and
 * whoever holds a {@link View} goes on with the one it got. Taking a view is one increment, however many parts it
 * lists.
 *
 * <p>Each part counts the lists it is in, each list counts its views and the set itself. When a list has lost its last
 * user its parts count down, and a part that is in no list any more is closed, by the thread that released last and
 * outside of all locks. Parts given to the set belong to it.
 *
 * <p>Parts are mostly {@link LivePart}s, but whatever can be closed may live like this.
 *
 * <p>A part can be <em>reserved</em> for a merge, so that two merges never take the same one. Reserved parts are served
 * as before.
 */
public final class PartSet<P extends Closeable> {
    /** Guards the writes of {@link #current} and all of {@link #reserved}; no disk work inside. */
    private final Object lock = new Object();
    private final Set<P> reserved = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Null after {@link #close()}. */
    private volatile PartList<P> current;

    public PartSet(List<P> parts) {
        List<CountedPart<P>> counted = new ArrayList<>(parts.size());
        for (P part : parts) {
            counted.add(new CountedPart<>(part));
        }
        current = new PartList<>(counted);
        // From here on only the list counts the parts.
        counted.forEach(part -> part.lists.release());
    }

    /** The parts as they are now, until the view is closed. */
    public View<P> view() {
        while (true) {
            PartList<P> list = open();
            if (list.users.retain()) {
                return new View<>(list);
            }
            // The list was replaced and released between the two lines; the next look sees its successor.
        }
    }

    /** Appends a part to the list. */
    public void add(P part) throws IOException {
        replace(List.of(), List.of(part));
    }

    /**
     * Takes the sources out and appends the results, in one step: every view has either the ones or the others. The
     * sources lose their reservation.
     *
     * @throws IOException if a part that nobody uses any more could not be closed; the list has changed nevertheless
     */
    public void replace(List<P> sources, List<P> results) throws IOException {
        PartList<P> old;
        synchronized (lock) {
            old = open();
            Set<P> leaving = identitySet(sources);
            List<CountedPart<P>> next = new ArrayList<>(old.counted.size() + results.size());
            for (CountedPart<P> counted : old.counted) {
                if (!leaving.remove(counted.part)) {
                    next.add(counted);
                }
            }
            if (!leaving.isEmpty()) {
                throw new IllegalStateException("not in the set: " + leaving);
            }
            List<CountedPart<P>> added = new ArrayList<>(results.size());
            for (P part : results) {
                added.add(new CountedPart<>(part));
            }
            next.addAll(added);
            current = new PartList<>(next);
            added.forEach(part -> part.lists.release());
            sources.forEach(reserved::remove);
        }
        old.release();
    }

    /**
     * Reserves parts for a merge. The function gets the parts that are not reserved, in the order of the list, and
     * returns those it wants; it runs under a lock and must only compute.
     *
     * @return what the function returned; to be given back by {@link #replace} or {@link #unreserve}
     */
    public List<P> reserve(UnaryOperator<List<P>> choose) {
        synchronized (lock) {
            List<P> free = new ArrayList<>();
            for (P part : open().parts) {
                if (!reserved.contains(part)) {
                    free.add(part);
                }
            }
            List<P> chosen = List.copyOf(choose.apply(Collections.unmodifiableList(free)));
            if (!identitySet(free).containsAll(chosen)) {
                throw new IllegalStateException("chosen but not free: " + chosen);
            }
            reserved.addAll(chosen);
            return chosen;
        }
    }

    /** Gives parts back that were not merged after all. */
    public void unreserve(List<P> parts) {
        synchronized (lock) {
            parts.forEach(reserved::remove);
        }
    }

    /** Ends the set; the parts are closed when the last view is. Views taken before stay valid. */
    public void close() throws IOException {
        PartList<P> last;
        synchronized (lock) {
            last = current;
            current = null;
        }
        if (last != null) {
            last.release();
        }
    }

    private PartList<P> open() {
        PartList<P> list = current;
        if (list == null) {
            throw new IllegalStateException("the part set is closed");
        }
        return list;
    }

    private static <P> Set<P> identitySet(List<P> parts) {
        Set<P> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(parts);
        if (set.size() != parts.size()) {
            throw new IllegalArgumentException("a part is listed twice: " + parts);
        }
        return set;
    }

    /** An unchanging list of parts that stay open until {@link #close()}, which may be called again without effect. */
    public static final class View<P extends Closeable> implements Closeable {
        private final PartList<P> list;
        private final AtomicBoolean closed = new AtomicBoolean();

        private View(PartList<P> list) {
            this.list = list;
        }

        public List<P> parts() {
            if (closed.get()) {
                throw new IllegalStateException("the view is closed");
            }
            return list.parts;
        }

        /** Another view of the same parts, closed on its own. */
        public View<P> retain() {
            if (closed.get() || !list.users.retain()) {
                throw new IllegalStateException("the view is closed");
            }
            return new View<>(list);
        }

        /** @throws IOException if this was the last view of a part and it could not be closed */
        @Override
        public void close() throws IOException {
            if (closed.compareAndSet(false, true)) {
                list.release();
            }
        }
    }

    /** A part and the number of lists it is in. */
    private static final class CountedPart<P extends Closeable> {
        final P part;
        final RefCounted lists = new RefCounted();

        CountedPart(P part) {
            this.part = part;
        }
    }

    /** One state of the set and the number of its users: views, and the set while it is the current one. */
    private static final class PartList<P extends Closeable> {
        final List<CountedPart<P>> counted;
        final List<P> parts;
        final RefCounted users = new RefCounted();

        PartList(List<CountedPart<P>> counted) {
            this.counted = counted;
            List<P> plain = new ArrayList<>(counted.size());
            for (CountedPart<P> part : counted) {
                if (!part.lists.retain()) {
                    throw new IllegalStateException("closed already: " + part.part);
                }
                plain.add(part.part);
            }
            parts = Collections.unmodifiableList(plain);
        }

        void release() throws IOException {
            if (!users.release()) {
                return;
            }
            List<P> unused = new ArrayList<>();
            for (CountedPart<P> part : counted) {
                if (part.lists.release()) {
                    unused.add(part.part);
                }
            }
            Closing.all(unused);
        }
    }
}
