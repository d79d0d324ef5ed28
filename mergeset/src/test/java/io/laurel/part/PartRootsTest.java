package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartRootsTest {
    private final PartRoots month =
            new PartRoots(List.of(Path.of("/srv/db/data/small/2022_05"), Path.of("/srv/db/data/big/2022_05")));
    private final PartRoots table = new PartRoots(List.of(Path.of("/srv/db/indexdb/18E9BAA1D3E07961")));

    @ParameterizedTest
    @CsvSource({
        "/srv/db/data/small/2022_05/P,         /srv/db/data/small/2022_05/P",
        "/srv/db/data/big/2022_05/tmp/1,       /srv/db/data/big/2022_05/tmp/1",
        "/srv//db/./data/x/../big/2022_05/P,   /srv/db/data/big/2022_05/P",
        "/home/me/copy/data/small/2022_05/P,   /srv/db/data/small/2022_05/P",
        "/home/me/copy/data/big/2022_05/tmp/1, /srv/db/data/big/2022_05/tmp/1",
        "/big/2022_05/P,                       /srv/db/data/big/2022_05/P",
        "data/small/2022_05/P,                 /srv/db/data/small/2022_05/P",
        "./db/data/small/2022_05/tmp/1,        /srv/db/data/small/2022_05/tmp/1",
        "../small/2022_05/P,                   /srv/db/data/small/2022_05/P",
        "/srv/db/data/small/2022_05/lost+found, /srv/db/data/small/2022_05/lost+found"})
    void findsPartsOfAMonth(String text, String expected) throws CorruptedDataException {
        assertThat(month.locate(text)).isEqualTo(Path.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/db/indexdb/18E9BAA1D3E07961/3_1_1,  /srv/db/indexdb/18E9BAA1D3E07961/3_1_1",
        "/old/indexdb/18E9BAA1D3E07961/tmp/1,     /srv/db/indexdb/18E9BAA1D3E07961/tmp/1",
        "indexdb/18E9BAA1D3E07961/3_1_1,          /srv/db/indexdb/18E9BAA1D3E07961/3_1_1",
        "18E9BAA1D3E07961/3_1_1,                  /srv/db/indexdb/18E9BAA1D3E07961/3_1_1"})
    void findsPartsOfATable(String text, String expected) throws CorruptedDataException {
        assertThat(table.locate(text)).isEqualTo(Path.of(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "/", ".", "P", "tmp/1", "2022_05/P", "/x/2022_05/P", "/x/medium/2022_05/P",
        "/srv/db/data/small/2022_06/P", "/srv/db/data/small/2022_05", "/srv/db/data/small", "/srv/db/indexdb/1/P",
        "/srv/db/data/small/2022_05/tmp", "/srv/db/data/small/2022_05/txn", "/srv/db/data/small/2022_05/txn/1",
        "/srv/db/data/small/2022_05/snapshots", "/srv/db/data/small/2022_05/P/values.bin",
        "/srv/db/data/small/2022_05/tmp/1/values.bin", "/srv/db/data/small/2022_05/..",
        "/srv/db/data/small/2022_05/P/..",
        "/srv/db/data/small/2022_05/tmp/..", "/srv/db/data/small/2022_05x/P", "small/2022_05/..", "nul\0"})
    void refusesWhatIsNoPartOfAMonth(String text) {
        assertThatThrownBy(() -> month.locate(text)).isInstanceOf(CorruptedDataException.class);
    }

    @Test
    void aPathThatCouldMeanTwoFoldersIsRefused() throws CorruptedDataException {
        PartRoots roots = new PartRoots(List.of(Path.of("/a/x/1"), Path.of("/b/x/1"), Path.of("/b/y/1")));
        assertThatThrownBy(() -> roots.locate("/old/x/1/P")).isInstanceOf(CorruptedDataException.class);
        assertThatThrownBy(() -> roots.locate("/old/z/1/P")).isInstanceOf(CorruptedDataException.class);
        assertThat(roots.locate("/old/y/1/P")).isEqualTo(Path.of("/b/y/1/P"));
        assertThat(roots.locate("/old/a/x/1/P")).isEqualTo(Path.of("/a/x/1/P"));
    }

    @Test
    void resultsKeepTheFormOfTheRoot() throws CorruptedDataException {
        PartRoots relative = new PartRoots(List.of(Path.of("db/indexdb/1A")));
        assertThat(relative.locate("/elsewhere/indexdb/1A/P")).isEqualTo(Path.of("db/indexdb/1A/P"));
        assertThat(relative.locate(Path.of("db/indexdb/1A/P").toAbsolutePath().toString()))
                .isEqualTo(Path.of("db/indexdb/1A/P"));
        assertThat(relative.contains(Path.of("db/indexdb/1A/P"))).isTrue();
    }
}
