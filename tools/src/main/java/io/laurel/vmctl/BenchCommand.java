package io.laurel.vmctl;

import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench} */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures the engine: stores a generated data set, merges it, and asks it questions.",
        footer = {"",
            "Prints one JSON object, and a table on the standard error output. D1 is 4,000 series of hosts with 8,640 "
                + "samples each, D2 a million series with 10, D3 ten hours with 50,000 series each, D4 the series of "
                + "D1 over three months, out of order. What is stored and what is answered is proven by checksums; "
                + "figures of wrong answers are not printed. Run it alone on the machine, several times.", "",
            "Examples:",
            "  vmctl-java bench > d1.json",
            "  vmctl-java bench --data D2 --writers 2 --dir /mnt/fast/bench",
            "  vmctl-java bench --dir /mnt/fast/bench --data D2 --reuse --queries Q1,Q6d"})
final class BenchCommand implements Callable<Integer> {
    /** Q3 once more, decoded by two threads. */
    private static final String ALL_BY_ONE = "Q3";
    private static final String ALL_BY_TWO = "Q3x2";

    /** When the answers are checked against the proofs. */
    enum Check {
        /** Ahead of the clock: the answers are known to be right, and the code is warm. */
        BEFORE,
        /** After it: the first pass meets a process that has answered nothing yet. */
        AFTER
    }

    private final Console console;

    @Option(names = "--data", paramLabel = "D1|D2|D3|D4", description = "The data set; D1 if not given.")
    private BenchData data = BenchData.D1;

    @Option(names = "--writers", paramLabel = "1|2", description = "How many threads add rows; 1 if not given.")
    private int writers = 1;

    @Option(names = "--dir", paramLabel = "DIR",
            description = "Where the storage is made; kept afterwards. If not given, a temporary folder.")
    private Path directory;

    @Option(names = "--reuse", description = "DIR holds the data set already: only ask.")
    private boolean reuse;

    @Option(names = "--queries", paramLabel = "LIST", split = ",",
            description = "The lists of questions, such as Q1,Q3x2; all if not given, 'none' for none.")
    private List<String> wishedLists = List.of();

    @Option(names = "--check", paramLabel = "before|after",
            description = "Whether the answers are checked before or after they are timed; before if not given.")
    private Check check = Check.BEFORE;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<String> lists = lists();
        if (writers != 1 && writers != 2) {
            throw new CommandFailure(ExitCode.USAGE, "--writers is " + writers + "; it must be 1 or 2");
        }
        if (reuse && directory == null) {
            throw new CommandFailure(ExitCode.USAGE, "--reuse needs --dir: which storage?");
        }
        if (directory != null) {
            measure(directory, lists);
            return ExitCode.FINE;
        }
        Path temporary = Files.createTempDirectory("vmctl-java-bench");
        try {
            measure(temporary, lists);
        } finally {
            BenchFolder.delete(temporary);
        }
        return ExitCode.FINE;
    }

    private List<String> lists() {
        List<String> known = new ArrayList<>(new BenchQueries(data).proofs().keySet());
        known.add(known.indexOf(ALL_BY_ONE) + 1, ALL_BY_TWO);
        if (wishedLists.equals(List.of("none"))) {
            return List.of();
        }
        for (String wished : wishedLists) {
            if (!known.contains(wished)) {
                throw new CommandFailure(ExitCode.USAGE,
                        data + " has no list " + wished + "; it has " + String.join(", ", known));
            }
        }
        return wishedLists.isEmpty() ? known : wishedLists;
    }

    private void measure(Path folder, List<String> lists) throws IOException {
        BenchReport report = new BenchReport(data, writers);
        if (!reuse) {
            ingest(folder, report);
            merge(folder, report);
        }
        if (check == Check.BEFORE) {
            check(folder, lists);
        }
        ask(folder, lists, report);
        if (check == Check.AFTER) {
            check(folder, lists);
        }
        console.err().print(report.table());
        StandardOutput output = new StandardOutput(console);
        output.buffer().bytes(report.json().getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    private void ingest(Path folder, BenchReport report) throws IOException {
        if (!BenchFolder.isFree(folder)) {
            throw new CommandFailure(ExitCode.USAGE, folder + " is not empty; give another, or --reuse");
        }
        if (!data.agrees(writers)) {
            throw new CommandFailure(ExitCode.FOUND_WRONG, "the rows of " + data + " are not those of its checksums");
        }
        BenchIngestion.Result result = new BenchIngestion(data, writers, console.time()).run(folder, options());
        report.ingestion(result, BenchFolder.measure(folder));
    }

    private void merge(Path folder, BenchReport report) throws IOException {
        long wallNs;
        long cpuNs;
        try (Storage storage = Storage.open(folder, options())) {
            long startNs = console.time().monotonicNs();
            long startCpuNs = BenchMachine.cpuNs();
            storage.forceMerge();
            wallNs = console.time().monotonicNs() - startNs;
            cpuNs = BenchMachine.cpuNs() - startCpuNs;
        }
        report.merge(wallNs, cpuNs, BenchFolder.measure(folder));
    }

    private void check(Path folder, List<String> lists) throws IOException {
        BenchQueries queries = new BenchQueries(data);
        Map<String, BenchQueries.Proof> proofs = queries.proofs();
        try (Storage storage = Storage.open(folder, options())) {
            BenchAnswers answers = new BenchAnswers(storage, console.time());
            for (String list : lists.stream().map(BenchCommand::questions).distinct().toList()) {
                BenchQueries.Proof expected = proofs.get(list);
                BenchQueries.Proof found = answers.proof(queries.list(list).subList(0, expected.queries()));
                if (!found.equals(expected)) {
                    throw new CommandFailure(ExitCode.FOUND_WRONG,
                            "wrong answers to " + data + " " + list + ": " + found + " instead of " + expected);
                }
            }
        }
    }

    private void ask(Path folder, List<String> lists, BenchReport report) throws IOException {
        BenchQueries queries = new BenchQueries(data);
        long startNs = console.time().monotonicNs();
        try (Storage storage = Storage.open(folder, options())) {
            report.opening(console.time().monotonicNs() - startNs);
            BenchAnswers answers = new BenchAnswers(storage, console.time());
            for (String list : lists) {
                for (String pass : List.of("first", "again")) {
                    int threads = list.equals(ALL_BY_TWO) ? 2 : 1;
                    report.list(list, pass, answers.time(queries.list(questions(list)), threads));
                }
            }
        }
    }

    private static String questions(String list) {
        return list.equals(ALL_BY_TWO) ? ALL_BY_ONE : list;
    }

    private StorageOptions options() {
        return StorageOptions.defaults().withTime(console.time());
    }
}
