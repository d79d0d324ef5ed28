package io.laurel.data;

import io.laurel.bytes.Zstd;
import io.laurel.codec.Int64Codec;
import io.laurel.env.Closing;
import io.laurel.part.BlockCache;
import io.laurel.part.MergeControl;
import io.laurel.part.MergeDone;
import io.laurel.part.MergeRun;
import io.laurel.part.MergeVerdict;
import io.laurel.part.PartDirectory;
import io.laurel.part.PartIds;
import io.laurel.part.PartLinks;
import io.laurel.part.PartListing;
import io.laurel.part.PartTransaction;
import io.laurel.part.UnfinishedSwapException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two folders of a month, {@code data/small/YYYY_MM} and {@code data/big/YYYY_MM}, and how parts get there. A part
 * may lie in either; the size of what it was made of decides.
 */
final class PartStore {
    private final Month month;
    private final DataContext context;
    private final DataLimits limits;
    private final BlockCache<IndexBlock> cache;
    private final List<Path> roots;
    /** Null when only read. */
    private final PartDirectory small;
    private final PartDirectory big;
    private final PartIds ids;

    private PartStore(Month month, DataContext context, DataLimits limits, BlockCache<IndexBlock> cache,
            List<Path> roots, PartDirectory small, PartDirectory big) {
        this.month = month;
        this.context = context;
        this.limits = limits;
        this.cache = cache;
        this.roots = roots;
        this.small = small;
        this.big = big;
        ids = new PartIds(context.time().wallMs() * 1_000_000);
    }

    /** The folders of a month for reading and writing, made where they are missing. */
    static PartStore create(Month month, DataContext context, DataLimits limits, BlockCache<IndexBlock> cache,
            Path small, Path big) throws IOException {
        return new PartStore(month, context, limits, cache, List.of(small, big),
                PartDirectory.create(context.disk(), small), PartDirectory.create(context.disk(), big));
    }

    /** The folders of a month, which may be missing, for {@link #openPartsReadOnly} and nothing else. */
    static PartStore readOnly(Month month, DataContext context, BlockCache<IndexBlock> cache, Path small, Path big) {
        return new PartStore(month, context, null, cache, List.of(small, big), null, null);
    }

    Month month() {
        return month;
    }

    /** Finishes the swaps that were under way when the folders were left. To be done before any part is opened. */
    void replayTransactions() throws IOException {
        PartTransaction.replayAll(context.disk(), small.txn(), roots);
        PartTransaction.replayAll(context.disk(), big.txn(), roots);
        small.emptyTmpAndTxn();
        big.emptyTmpAndTxn();
    }

    /** Opens all parts of both folders, those with the smallest timestamps first. */
    List<Part> openParts() throws IOException {
        List<Part> parts = new ArrayList<>();
        try {
            for (PartDirectory directory : List.of(small, big)) {
                for (String name : directory.partNames()) {
                    parts.add(Part.open(context.disk(), directory.path().resolve(name), cache, context.zstds()));
                    ids.skip(name);
                }
            }
        } catch (IOException | RuntimeException e) {
            Closing.after(e, parts);
            throw e;
        }
        return parts;
    }

    /** Opens all parts while another program may be merging them; nothing is written. */
    List<Part> openPartsReadOnly() throws IOException {
        return PartListing.openAll(context.disk(), roots, place -> Part.open(context.disk(), place.folder(),
                place.folder().resolveSibling(place.name()), cache, context.zstds()));
    }

    boolean isSmall(Part part) {
        return !part.inMemory() && part.path().startsWith(small.path());
    }

    long wallMs() {
        return context.time().wallMs();
    }

    /** What merges obey. */
    MergeControl merges() {
        return context.merges();
    }

    /**
     * A merge that is on disk, and not yet in the list of parts.
     *
     * @param result null if the rules left nothing
     */
    record Merged(Part result, MergeDone done) {}

    /**
     * Merges parts to one part on disk, durably, and removes the folders of those that were on disk in the same step.
     *
     * @throws UnfinishedSwapException if the swap may happen at the next open
     * @throws IOException any other failure: nothing has changed
     */
    Merged merge(List<Part> sources, MergeRules rules, MergeRun run) throws IOException {
        long bytes = Part.totalBytes(sources);
        PartDirectory directory = bytes > limits.maxSmallPartBytes() ? big : small;
        String id = ids.next();
        Path tmp = directory.tmp(id);
        Part result = null;
        try {
            Written written = write(sources, rules, id, tmp, run);
            PartHeader header = written.header();
            Path target = null;
            if (header != null) {
                target = directory.path().resolve(header.name());
                // Opened where it is: after the swap nothing may fail any more.
                result = Part.open(context.disk(), tmp, target, cache, context.zstds());
            }
            Path place = target;
            context.swaps().pass(() -> swap(sources, directory, id, tmp, place));
            return new Merged(result, done(sources, result, written.dropped(), run));
        } catch (IOException | RuntimeException e) {
            if (result != null) {
                Closing.after(e, result);
            }
            if (!(e instanceof UnfinishedSwapException)) {
                removeRubbish(tmp, e);
            }
            throw e;
        }
    }

    /** Links all parts on disk into this month's two folders of a snapshot. */
    void linkTo(Path smallTarget, Path bigTarget, PartLinks links) throws IOException {
        links.parts(roots, List.of(smallTarget, bigTarget));
    }

    /** Removes a part on disk, in one step. */
    void remove(Part part) throws IOException {
        PartDirectory directory = isSmall(part) ? small : big;
        context.swaps().pass(() -> directory.discard(part.path().getFileName().toString()));
    }

    /** What a merge of these parts, which are all of the month, would be good for; the space is not looked at. */
    MergeVerdict verdict(List<Part> all, MergeRules rules) throws IOException {
        if (all.size() > 1) {
            return MergeVerdict.SEVERAL_PARTS;
        } else if (all.isEmpty() || all.get(0).inMemory()) {
            return MergeVerdict.NOTHING_TO_DO;
        } else if (all.get(0).minDedupIntervalMs() < rules.dedupIntervalMs()) {
            return MergeVerdict.DEDUP_INTERVAL;
        }
        return hasRubbish(all.get(0), rules) ? MergeVerdict.DELETED_OR_EXPIRED : MergeVerdict.NOTHING_TO_DO;
    }

    /** Whether a merge of the part alone would leave out any block. */
    private boolean hasRubbish(Part part, MergeRules rules) throws IOException {
        if (rules.deleted().isEmpty() && part.header().minTimestampMs() >= rules.deadlineMs()) {
            return false;
        }
        Zstd zstd = context.zstds().take();
        try {
            PartReader reader = new PartReader(part, zstd, new Int64Codec.Scratch());
            while (reader.next()) {
                if (rules.drops(reader.header)) {
                    return true;
                }
            }
            return false;
        } finally {
            context.zstds().give(zstd);
        }
    }

    /** What a failed merge has written would only make a full disk fuller. */
    private void removeRubbish(Path tmp, Exception cause) {
        try {
            context.disk().deleteTree(tmp);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** What lies under {@code tmp/}; without a header nothing was left. */
    private record Written(PartHeader header, MergeDone.Dropped dropped) {}

    private Written write(List<Part> sources, MergeRules rules, String id, Path tmp, MergeRun run)
            throws IOException {
        long rows = 0;
        long blocks = 0;
        for (Part source : sources) {
            rows += source.header().rows();
            blocks += source.header().blocks();
        }
        Zstd zstd = context.zstds().take();
        try (PartFolderWriter folder = new PartFolderWriter(context.disk(), tmp, zstd, IndexLevel.of(rows, blocks))) {
            MergeDone.Dropped dropped = new PartMerger(sources, folder.writer(), true, rules, zstd).run(run);
            if (folder.writer().rows() == 0) {
                return new Written(null, dropped);
            }
            folder.finish(rules.dedupIntervalMs());
            return new Written(folder.writer().header(id), dropped);
        } finally {
            context.zstds().give(zstd);
        }
    }

    private MergeDone done(List<Part> sources, Part result, MergeDone.Dropped dropped, MergeRun run) {
        long rowsIn = 0;
        List<String> names = new ArrayList<>();
        for (Part source : sources) {
            rowsIn += source.header().rows();
            if (!source.inMemory()) {
                names.add(source.path().getFileName().toString());
            }
        }
        return new MergeDone(MergeDone.Kind.SAMPLES, month.name(), List.copyOf(names), sources.size() - names.size(),
                result == null ? null : result.path().getFileName().toString(),
                rowsIn, result == null ? 0 : result.header().rows(),
                Part.totalBytes(sources), result == null ? 0 : result.sizeBytes(),
                dropped, run.durationNs());
    }

    private void swap(List<Part> sources, PartDirectory directory, String id, Path tmp, Path target)
            throws IOException {
        List<Path> replaced = new ArrayList<>();
        for (Part source : sources) {
            if (!source.inMemory()) {
                replaced.add(source.path());
            }
        }
        if (!replaced.isEmpty()) {
            // Always on the small side: the reference opens the small parts before it looks at the transactions of
            // the big side.
            PartTransaction.commit(context.disk(), small.txn(), id, replaced, tmp, target, roots);
        } else if (target != null) {
            // One rename does it: what it replaces is in memory.
            try {
                directory.publish(tmp, target.getFileName().toString());
            } catch (IOException e) {
                throw isThere(target, e) ? new UnfinishedSwapException(target, e) : e;
            }
        } else {
            context.disk().deleteTree(tmp);
        }
    }

    private boolean isThere(Path target, IOException failure) {
        try {
            return context.disk().exists(target);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return true;
        }
    }

}
