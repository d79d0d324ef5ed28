package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.RealDisk;
import io.laurel.env.TimeSource;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.GoldenStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index that the reference server wrote. */
class IndexGoldenTest {
    @TempDir
    private Path directory;

    @Test
    void isSoundAsItIsAndInASnapshotAndAfterOurMerges() throws Exception {
        Path root = GoldenStorage.unpack(directory);
        IndexContext context = IndexTesting.context(new RealDisk(), TimeSource.system());
        try (IndexDb index = IndexDb.openReadOnly(root, context)) {
            IndexCheck.Report report = IndexCheck.check(index);
            assertThat(report.problems()).isEmpty();
            assertThat(IndexTesting.find(index, TagFilters.metric("const_42"), TimeRange.all())).hasSize(1);
        }
        List<Path> snapshots;
        try (Stream<Path> list = Files.list(root.resolve("snapshots"))) {
            snapshots = list.toList();
        }
        assertThat(snapshots).isNotEmpty();
        for (Path snapshot : snapshots) {
            try (IndexDb index = IndexDb.openReadOnly(snapshot, context)) {
                assertThat(IndexCheck.check(index).problems()).isEmpty();
            }
        }
    }
}
