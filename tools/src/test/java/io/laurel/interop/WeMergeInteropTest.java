package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** We write and merge everything; the server reads. */
class WeMergeInteropTest {
    @TempDir
    Path temp;

    @Test
    void goldenInput() throws Exception {
        exchange(List.of(GoldenInput.phase(1), GoldenInput.phase(2)), GoldenInput.phase(3));
    }

    @Test
    void oddData() throws Exception {
        exchange(List.of(OddData.first(), OddData.first()), OddData.second());
    }

    private void exchange(List<List<Rows>> phases, List<Rows> later) throws Exception {
        Path directory = temp.resolve("storage");
        Content written;
        try (Storage ours = OurStorage.open(directory)) {
            for (List<Rows> phase : phases) {
                OurStorage.write(ours, phase);
                ours.flush();
            }
            Content before = OurStorage.exportAll(ours);
            ours.forceMerge();
            written = OurStorage.exportAll(ours);
            assertThat(written.difference("the merged", before, "the written")).isNull();
        }
        Handover.assertBothSeeTheSame(directory, written, later);
    }
}
