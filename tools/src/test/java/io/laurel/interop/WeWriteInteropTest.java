package io.laurel.interop;

import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** We write, a part for each flush; the server reads. */
class WeWriteInteropTest {
    @TempDir
    Path temp;

    @Test
    void goldenInput() throws Exception {
        exchange(List.of(GoldenInput.phase(1), GoldenInput.phase(2)), GoldenInput.phase(3));
    }

    @Test
    void oddData() throws Exception {
        exchange(List.of(OddData.first()), OddData.second());
    }

    @Test
    void nodeCapture() throws Exception {
        exchange(List.of(NodeCapture.rows()), NodeCapture.rows());
    }

    private void exchange(List<List<Rows>> phases, List<Rows> later) throws Exception {
        Path directory = temp.resolve("storage");
        Content written;
        try (Storage ours = OurStorage.open(directory)) {
            for (List<Rows> phase : phases) {
                OurStorage.write(ours, phase);
                ours.flush();
            }
            written = OurStorage.exportAll(ours);
        }
        Handover.assertBothSeeTheSame(directory, written, later);
    }
}
