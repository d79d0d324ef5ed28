package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.TestData;
import io.laurel.testkit.TracingDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes durable before what; the trace is {@code testdata/traces/part_transaction.txt}. */
class PartTransactionTraceTest {
    private static final Path ROOT = Path.of("/db/data");

    @Test
    void theOrderIsThatOfTheTrace() throws IOException {
        MemoryDisk memory = new MemoryDisk();
        PartFolders before = PartFolders.create(memory, Path.of("/db"));
        Path a = before.addPart(before.small, "A");
        Path x = before.addPart(before.big, "X");
        before.addPart(before.small, "D");
        Path result = before.writePart(before.big.tmp("1"));

        TracingDisk disk = new TracingDisk(memory, ROOT);
        PartFolders folders = PartFolders.open(disk, Path.of("/db"));
        disk.note("publish a part");
        folders.small.publish(before.writePart(folders.small.tmp("0")), "N");
        disk.note("swap a small and a big part for one");
        PartTransaction.commit(disk, folders.small.txn(), "1", List.of(a, x), result, folders.big.path().resolve("C"),
                folders.roots());
        disk.note("discard a part");
        folders.small.discard("D");
        disk.note("open after a crash in the middle of a swap");
        before.writePart(before.big.tmp("2"));
        before.writeTransaction(before.small, "2", "/db/data/small/2022_05/N\n"
                + "/db/data/big/2022_05/tmp/2 -> /db/data/big/2022_05/E\n");
        before.writePart(before.small.tmp("3"));
        before.writeTransaction(before.small, "3.tmp.7", "cut sho");
        folders.recover();
        disk.note("open after a proper close");
        folders.recover();

        assertThat(disk.text()).isEqualTo(Files.readString(TestData.path("traces/part_transaction.txt")));
    }
}
