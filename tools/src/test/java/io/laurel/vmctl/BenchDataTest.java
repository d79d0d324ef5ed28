package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The generators against the figures of the data sets' specification. */
class BenchDataTest {
    @Test
    void randomNumbers() {
        BenchRandom random = new BenchRandom(0);
        assertThat(random.next()).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(random.next()).isEqualTo(0x6e789e6aa1b965f4L);
        assertThat(random.next()).isEqualTo(0x06c45d188009454fL);
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreThoseOfTheSpecification(BenchData data) {
        assertThat(IntStream.rangeClosed(1, 2).parallel().filter(writers -> !data.agrees(writers)).boxed())
                .as("numbers of writers that do not add up").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "D1|0|1714521600000|82.32|82c517ffc609bc60|"
            + "cpu_busy_percent{dc=\"dc_0\",env=\"staging\",host=\"host_000\",instance=\"10.0.0.0:9100\","
            + "job=\"node\",rack=\"rack_00\"}",
        "D1|2|1714521600000|93.42|8dd6c6d7b5e8966a|"
            + "load_average{dc=\"dc_0\",env=\"staging\",host=\"host_000\",instance=\"10.0.0.0:9100\",job=\"node\","
            + "rack=\"rack_00\"}",
        "D2|2|1714521600000|95.7|07f19c8bbf331f96|"
            + "app_metric_02{app=\"app_000\",instance=\"10.0.0.0:8080\",job=\"app\",namespace=\"ns_00\","
            + "node=\"node_00000\",pod=\"pod-a8817ea179a32126\",zone=\"zone-0\"}",
        "D3|1|1714521600000|27.64|0b22e2b5a40701d1|"
            + "app_metric_01{app=\"app_000\",instance=\"10.0.0.0:8080\",job=\"app\",namespace=\"ns_00\","
            + "node=\"node_000\",pod=\"pod-2980bc3c522a07b0\",version=\"v0\"}",
        "D4|0|1714523400000|374541|8a5a873550ea1ca5|"
            + "net_bytes_total{dc=\"dc_3\",env=\"prod\",host=\"host_355\",instance=\"10.0.1.105:9100\",job=\"node\","
            + "rack=\"rack_35\"}",
        "D4|2|1714522500000|631667|91c4a3abdcdf3799|"
            + "net_bytes_total{dc=\"dc_3\",env=\"prod\",host=\"host_111\",instance=\"10.0.0.111:9100\",job=\"node\","
            + "rack=\"rack_11\"}"})
    void firstRows(BenchData data, int row, long timestampMs, double value, String rowHash, String key) {
        int[] series = new int[BenchData.BATCH_ROWS];
        long[] timestamps = new long[BenchData.BATCH_ROWS];
        double[] values = new double[BenchData.BATCH_ROWS];
        assertThat(data.rows(1, 0).next(series, timestamps, values)).isEqualTo(BenchData.BATCH_ROWS);
        assertThat(timestamps[row]).isEqualTo(timestampMs);
        assertThat(values[row]).isEqualTo(value);
        assertThat(BenchChecksums.key(data.metric(series[row]), data.labels(series[row]))).isEqualTo(key);
        long keyHash = data.keyHash(series[row]);
        assertThat(BenchChecksums.row(keyHash, timestamps[row], values[row]))
                .isEqualTo(Long.parseUnsignedLong(rowHash, 16));
    }
}
