package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that one engine deleted stay away in both; rows that come for such a name later make a new series. */
class DeletedSeriesInteropTest {
    private static final TagFilters DELETED = TagFilters.all().matches("instance", "(gauge|mixed|zero):.*");

    @TempDir
    Path temp;

    @Test
    void stayDeleted() throws Exception {
        Path directory = temp.resolve("storage");
        Content left;
        try (RealServer server = RealServer.start(directory)) {
            server.write(OddData.first());
            server.flush();
            Content all = server.exportAll();
            server.delete(DELETED);
            left = server.exportAll();
            assertThat(left.seriesCount()).isLessThan(all.seriesCount() - 20);
            try (Storage ours = OurStorage.openReadOnly(server.snapshot())) {
                new Comparison(server, ours, all).askForSamples().assertEqual(200, 10_000);
            }
            server.stop();
        }
        assertThat(OurStorage.contentOf(directory).difference("we", left, "the server")).isNull();
        Content again;
        try (Storage ours = OurStorage.open(directory)) {
            OurStorage.write(ours, OddData.first());
            again = OurStorage.exportAll(ours);
            assertThat(OurStorage.export(ours, new Question(DELETED, Question.EVER)).samplesCount())
                    .isEqualTo(again.samplesCount() - 2 * left.samplesCount());
            ours.forceMerge();
            assertThat(OurStorage.exportAll(ours).difference("the merged", again, "the written")).isNull();
        }
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.exportAll().difference("the server", again, "we")).isNull();
            server.stop();
        }
    }

    @Test
    void theServerDoesNotShowWhatWeDeleted() throws Exception {
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            server.write(OddData.first());
            server.flush();
            server.stop();
        }
        Content left;
        Content fresh;
        try (Storage ours = OurStorage.open(directory)) {
            fresh = OurStorage.export(ours, new Question(DELETED, Question.EVER));
            OurStorage.write(ours, OddData.second());
            Content all = OurStorage.exportAll(ours);
            assertThat(ours.deleteSeries(List.of(DELETED))).isGreaterThan(20);
            left = OurStorage.exportAll(ours);
            assertThat(left.seriesCount()).isLessThan(all.seriesCount() - 20);
            assertThat(OurStorage.export(ours, new Question(DELETED, Question.EVER)).seriesCount()).isZero();
        }
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.exportAll().difference("the server", left, "we")).isNull();
            server.stop();
        }
        try (Storage ours = OurStorage.open(directory)) {
            long bytes = OurStorage.indexBytes(ours);
            ours.forceMerge();
            assertThat(OurStorage.indexBytes(ours)).as("without the rows of deleted series").isLessThan(bytes);
            // Odd values that come to share a block lose digits, here as there.
            Content merged = OurStorage.exportAll(ours);
            assertThat(merged.seriesCount()).isEqualTo(left.seriesCount());
            assertThat(merged.samplesCount()).isEqualTo(left.samplesCount());
            left = merged;
        }
        Path copy = DirectoryCopy.of(directory, temp.resolve("copy"));
        try (RealServer server = RealServer.start(directory); Storage ours = OurStorage.openReadOnly(copy)) {
            assertThat(server.exportAll().difference("the server", left, "we")).isNull();
            new Comparison(server, ours, left).askForSamples().askForNames().assertEqual(200, 10_000);
            server.stop();
        }
        try (RealServer server = RealServer.start(directory)) {
            server.write(OddData.first());
            server.flush();
            Content again = server.exportAll();
            server.stop();
            try (Storage ours = OurStorage.open(directory)) {
                assertThat(OurStorage.export(ours, new Question(DELETED, Question.EVER))
                        .difference("new samples", fresh, "alone")).isNull();
                assertThat(OurStorage.exportAll(ours).difference("we", again, "the server")).isNull();
                ours.forceMerge();
                assertThat(OurStorage.export(ours, new Question(DELETED, Question.EVER))
                        .difference("the merged", fresh, "alone")).isNull();
            }
        }
    }
}
