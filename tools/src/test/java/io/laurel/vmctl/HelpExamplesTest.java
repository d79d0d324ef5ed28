package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example in the help of every command runs as it stands, on a storage that has what it asks about. */
final class HelpExamplesTest {
    /** Takes minutes; its own tests run it small. */
    private static final Set<String> TOO_LONG = Set.of("bench");

    private static final String LINES = """
            {"metric":{"__name__":"up","job":"test","instance":"web1"}_}
            {"metric":{"__name__":"node_load1","instance":"web1"}_}
            {"metric":{"__name__":"node_cpu_seconds_total","mode":"idle"}_}
            """.replace("_}", ",\"values\":[1,1],\"timestamps\":[1652227200000,1715385600000]}");
    private static final Pattern SNAPSHOT = Pattern.compile("[0-9]{14}-[0-9A-F]{16}");
    private static final Pattern PART = Pattern.compile("\\S*/data/(?:small|big)/\\S+");
    private static final Pattern INDEX_PART = Pattern.compile("\\S*/indexdb/\\S+");
    private static final Pattern EXAMPLE = Pattern.compile("^  (?:.* \\| )?vmctl-java (.*)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    private Path folder;

    private Path store;
    private int examples;

    @Test
    void run() throws Exception {
        store = folder.resolve("store");
        assertThat(CommandRun.withInput(LINES, "import", store).exitCode()).isZero();
        for (String command : commands(CommandRun.of("--help").out())) {
            String help = CommandRun.of(command, "--help").out();
            runAll(command, help);
            for (String subcommand : commands(help)) {
                runAll(command, CommandRun.of(command, subcommand, "--help").out());
            }
        }
        runAll("", CommandRun.of("--help").out());
        assertThat(examples).isGreaterThan(18);
    }

    private static List<String> commands(String help) {
        int from = help.indexOf("\nCommands:\n");
        List<String> commands = new ArrayList<>();
        if (from >= 0) {
            Matcher line = Pattern.compile("(?m)^  ([a-z][a-z-]+)  ").matcher(help.substring(from));
            while (line.find()) {
                if (!line.group(1).equals("help")) {
                    commands.add(line.group(1));
                }
            }
        }
        return commands;
    }

    private void runAll(String command, String help) throws Exception {
        assertThat(help).as(command).contains("Examples:");
        for (String line : help.substring(help.indexOf("Examples:")).split("\n")) {
            Matcher example = EXAMPLE.matcher(line);
            if (example.find() && !TOO_LONG.contains(example.group(1).split(" ")[0])) {
                runOne(example.group(1).split(" [|>] ")[0]);
                examples++;
            }
        }
    }

    private void runOne(String example) throws Exception {
        if (SNAPSHOT.matcher(example).find() && !snapshot().matches(SNAPSHOT.pattern())) {
            assertThat(CommandRun.of("snapshot", "create", store).exitCode()).isZero();
        }
        List<Object> arguments = new ArrayList<>();
        Matcher word = WORD.matcher(example);
        while (word.find()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2);
            text = PART.matcher(text).replaceAll(Matcher.quoteReplacement(part("data/small")));
            text = INDEX_PART.matcher(text).replaceAll(Matcher.quoteReplacement(part("indexdb")));
            text = SNAPSHOT.matcher(text).replaceAll(snapshot());
            arguments.add(text.replaceFirst("^(\\./metrics|/var/lib/victoria-metrics)", store.toString()));
        }
        for (int i = 2; i < arguments.size(); i++) {
            String argument = arguments.get(i).toString();
            if (arguments.get(0).equals("import") && !argument.equals("-") && !argument.startsWith("--")
                    && !arguments.get(i - 1).toString().startsWith("--")) {
                arguments.set(i, Files.writeString(folder.resolve("input"), LINES));
            }
        }
        CommandRun run = CommandRun.withInput(LINES.getBytes(StandardCharsets.UTF_8), new FixedTime(1_715_472_000_000L),
                arguments.toArray());
        assertThat(run.exitCode()).as("%s: %s", example, run.err()).isZero();
    }

    private String snapshot() {
        return CommandRun.of("snapshot", "list", store).out().lines().findFirst().orElse("none");
    }

    private String part(String below) throws Exception {
        try (var paths = Files.walk(store.resolve(below))) {
            return paths.filter(path -> path.endsWith("items.bin") || path.endsWith("values.bin")).findFirst()
                    .orElseThrow().getParent().toString();
        }
    }
}
