package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PartSetRandomTest {
    @Test
    void everyViewListsWhatWasThereAndNothingIsClosedTooEarlyOrTooLate() throws IOException {
        for (long seed = 1; seed <= 200; seed++) {
            new Model(seed).run(200);
        }
    }

    /** The set beside a plain list, with every part and every open view remembered. */
    private static final class Model {
        private final long seed;
        private final Random random;
        private final List<HeapPart> all = new ArrayList<>();
        private final List<HeapPart> current = new ArrayList<>();
        private final List<List<HeapPart>> reservations = new ArrayList<>();
        private final Map<PartSet.View<HeapPart>, List<HeapPart>> views = new HashMap<>();
        private final PartSet<HeapPart> set;

        Model(long seed) {
            this.seed = seed;
            random = new Random(seed);
            for (int i = random.nextInt(4); i > 0; i--) {
                current.add(newPart());
            }
            set = new PartSet<>(current);
        }

        void run(int steps) throws IOException {
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
            set.close();
            current.clear();
            check();
            for (PartSet.View<HeapPart> view : List.copyOf(views.keySet())) {
                view.close();
                views.remove(view);
                check();
            }
        }

        private void step() throws IOException {
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    HeapPart part = newPart();
                    set.add(part);
                    current.add(part);
                }
                case 2 -> {
                    List<HeapPart> free = new ArrayList<>(current);
                    reservations.forEach(free::removeAll);
                    reservations.add(set.reserve(offered -> {
                        assertThat(offered).as("seed %d", seed).isEqualTo(free);
                        return offered.stream().filter(part -> random.nextBoolean()).toList();
                    }));
                }
                case 3 -> {
                    if (!reservations.isEmpty()) {
                        List<HeapPart> sources = reservations.remove(random.nextInt(reservations.size()));
                        List<HeapPart> results = random.nextBoolean() ? List.of(newPart()) : List.of();
                        set.replace(sources, results);
                        current.removeAll(sources);
                        current.addAll(results);
                    }
                }
                case 4 -> {
                    if (!reservations.isEmpty()) {
                        set.unreserve(reservations.remove(random.nextInt(reservations.size())));
                    }
                }
                case 5 -> views.put(set.view(), List.copyOf(current));
                case 6 -> {
                    if (!views.isEmpty()) {
                        PartSet.View<HeapPart> view = anyView();
                        views.put(view.retain(), views.get(view));
                    }
                }
                default -> {
                    if (!views.isEmpty()) {
                        PartSet.View<HeapPart> view = anyView();
                        view.close();
                        views.remove(view);
                    }
                }
            }
        }

        private void check() {
            Set<HeapPart> used = new LinkedHashSet<>(current);
            views.forEach((view, parts) -> {
                assertThat(view.parts()).as("seed %d", seed).isEqualTo(parts);
                used.addAll(parts);
            });
            for (HeapPart part : all) {
                assertThat(part.isClosed()).as("seed %d, %s", seed, part).isEqualTo(!used.contains(part));
            }
        }

        private HeapPart newPart() {
            HeapPart part = new HeapPart("part " + all.size());
            all.add(part);
            return part;
        }

        private PartSet.View<HeapPart> anyView() {
            return List.copyOf(views.keySet()).get(random.nextInt(views.size()));
        }
    }

    @Test
    void manyThreadsNeverSeeAClosedPart() throws Exception {
        PartSet<HeapPart> set = new PartSet<>(List.of(new HeapPart("first")));
        AtomicBoolean done = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        List<Thread> searchers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    while (!done.get()) {
                        try (PartSet.View<HeapPart> view = set.view()) {
                            assertThat(view.parts()).hasSize(1);
                            assertThat(view.parts().get(0).isClosed()).isFalse();
                        }
                    }
                } catch (Throwable e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            thread.start();
            searchers.add(thread);
        }
        List<HeapPart> replaced = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            List<HeapPart> sources = set.reserve(free -> free);
            set.replace(sources, List.of(new HeapPart("result " + i)));
            replaced.addAll(sources);
        }
        done.set(true);
        for (Thread thread : searchers) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(replaced).hasSize(5000).allMatch(HeapPart::isClosed);
    }
}
