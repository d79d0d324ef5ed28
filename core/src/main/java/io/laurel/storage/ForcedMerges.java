package io.laurel.storage;

import io.laurel.data.DataTable;
import io.laurel.data.MergeRules;
import io.laurel.data.Month;
import io.laurel.indexdb.IndexDb;
import io.laurel.part.MergeControl;
import io.laurel.part.PlannedMerge;
import io.laurel.part.TableMerge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Merges of everything, on the thread of whoever asked for it. */
final class ForcedMerges implements AutoCloseable {
    private final DataTable data;
    private final IndexDb index;
    private final Persister persister;
    private final MergeControl control;
    private final Supplier<MergeRules> rules;
    /** Shared by those under way; taken alone, for good, by {@link #close}. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    ForcedMerges(StorageTables tables, Persister persister, MergeControl control, Supplier<MergeRules> rules) {
        this.data = tables.data();
        this.index = tables.index();
        this.persister = persister;
        this.control = control;
        this.rules = rules;
    }

    MergeReport run(MergeRequest request) throws IOException {
        gate.readLock().lock();
        try {
            control.ensureGoesOn("everything", request::isCancelled);
            persister.persist();
            List<TableMerge> done =
                    new ArrayList<>(data.merges().all(rules.get(), months(request), request::isCancelled));
            if (request.hasIndex()) {
                done.addAll(index.mergeAll(request::isCancelled));
            }
            return new MergeReport(done);
        } finally {
            gate.readLock().unlock();
        }
    }

    MergePlan plan(MergeRequest request) throws IOException {
        List<PlannedMerge> plans = new ArrayList<>(data.merges().plan(rules.get(), months(request)));
        if (request.hasIndex()) {
            plans.addAll(index.planMergeAll());
        }
        return new MergePlan(plans, control.availableBytes());
    }

    private static Predicate<Month> months(MergeRequest request) {
        return month -> request.hasMonth(month.name());
    }

    /** Waits for those under way; merges must have been stopped before, or that may take long. */
    @Override
    public void close() {
        gate.writeLock().lock();
        gate.writeLock().unlock();
    }
}
