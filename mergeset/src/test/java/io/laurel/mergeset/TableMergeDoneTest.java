package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.part.MergeControl;
import io.laurel.part.MergeDone;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What merges of a table say of themselves. */
class TableMergeDoneTest {
    @Test
    void aPersistAndAMergeTellWhatTheyDid() throws IOException {
        List<MergeDone> merges = new ArrayList<>();
        MemoryDisk disk = new MemoryDisk();
        MergeControl control = MergeControl.unlimited(disk, TableTest.PATH, new ManualTime(), merges::add);
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk, control))) {
            table.addItems(TableTest.batch("a", "c"));
            table.persist();
            table.addItems(TableTest.batch("b"));
            table.persist();
            assertThat(merges).hasSize(2).allMatch(MergeDone::isPersist);
            List<PartInfo> before = table.parts();
            table.mergeAll();
            PartInfo after = table.parts().get(0);
            long bytesIn = before.stream().mapToLong(PartInfo::sizeBytes).sum();
            assertThat(merges.get(2)).isEqualTo(new MergeDone(MergeDone.Kind.INDEX, "18E9BAA1D3E07961",
                    before.stream().map(PartInfo::name).toList(), 0, after.name(), 3, 3, bytesIn, after.sizeBytes(),
                    MergeDone.Dropped.NOTHING, 0));
        }
    }
}
