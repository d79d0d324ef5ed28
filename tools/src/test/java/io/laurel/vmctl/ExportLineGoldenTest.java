package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.testkit.TestData;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that the real server exported, read and written again: every byte must come back. See testdata/export. */
final class ExportLineGoldenTest {
    @ParameterizedTest
    @CsvSource({"export/golden.jsonl.gz, 1040", "export/odd.jsonl.gz, 491"})
    void writesWhatTheServerWrites(String file, int count) throws Exception {
        JsonLine format = new JsonLine();
        SampleLine line = new SampleLine();
        ByteBuilder written = new ByteBuilder();
        try (LineReader lines = LineReader.over(Files.newInputStream(TestData.path(file)))) {
            while (lines.next()) {
                byte[] expected = Arrays.copyOfRange(lines.array(), lines.from(), lines.to() + 1);
                assertThat(format.read(lines.array(), lines.from(), lines.to(), line)).isTrue();
                write(line, new ExportLine(written.clear()));
                assertThat(written.toByteArray()).as("line " + lines.number()).isEqualTo(expected);
            }
            assertThat(lines.number()).isEqualTo(count);
        }
    }

    private static void write(SampleLine line, ExportLine target) {
        target.begin();
        byte[] name = line.name().array();
        int at = 0;
        while (at < line.name().size()) {
            int keyTo = fieldEnd(name, at);
            int valueTo = fieldEnd(name, keyTo);
            target.label(name, at + 2, keyTo, name, keyTo + 2, valueTo);
            at = valueTo;
        }
        target.values();
        for (int i = 0; i < line.valuesCount(); i++) {
            target.value(line.value(i));
        }
        target.timestamps();
        for (int i = 0; i < line.timestampsCount(); i++) {
            target.timestamp(line.timestampMs(i));
        }
        target.end();
    }

    private static int fieldEnd(byte[] name, int at) {
        return at + 2 + ((name[at] & 0xff) << 8 | name[at + 1] & 0xff);
    }
}
