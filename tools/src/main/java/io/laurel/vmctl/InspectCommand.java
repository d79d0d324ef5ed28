package io.laurel.vmctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect PART} */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Looks into one part, of samples or of the index: at what its name says and at the sizes of its "
                + "files, or at what one of the options names. Takes no lock and writes nothing.",
            "Of a part that is damaged it shows what lies in front of the damage, then where that is."},
        footer = {"",
            "AT is an offset in a file, in bytes. TSID and metric ids are hexadecimal; the end of a TSID is the metric "
                + "id. Neighbouring series may share the bytes of their timestamps. SERIES comes from the index of the "
                + "storage that the part lies in, - if it has no name for it.", "",
            "Examples:",
            "  vmctl-java inspect ./metrics/data/small/2024_05/*_*",
            "  vmctl-java inspect --blocks --limit 10 ./metrics/data/small/2024_05/*_*",
            "  vmctl-java inspect --samples ./metrics/data/small/2024_05/*_* | less",
            "  vmctl-java inspect --items ./metrics/indexdb/*/*_*_* | grep 'name to tsid'"})
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PART", description = "The folder of a part; vmctl-java parts lists those of a storage.")
    private Path path;

    @ArgGroup
    private What what = new What();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N lines; says so if there are more.")
    private long limit = Long.MAX_VALUE;

    /** What is shown: one of these, or else the header. */
    private static final class What {
        @Option(names = "--metaindex", description = "The rows of the first-level index.")
        private boolean metaindex;

        @Option(names = "--blocks", description = "One line a block: where it lies and how it is coded.")
        private boolean blocks;

        @Option(names = "--samples", description = "Of a part of samples: all of them, block by block.")
        private boolean samples;

        @Option(names = "--items", description = "Of a part of the index: all items, decoded.")
        private boolean items;
    }

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--limit is " + limit + "; it must be at least 1");
        }
        PartPath part = PartPath.of(path);
        if (part.ofSamples() ? what.items : what.samples) {
            throw new CommandFailure(ExitCode.USAGE, part.ofSamples()
                    ? "this is a part of samples, which has no items; --samples shows those"
                    : "this is a part of the index, which has no samples; --items shows what it has");
        }
        InspectOutput output = new InspectOutput(console, limit);
        try {
            return part.ofSamples() ? samples(part, output) : items(part, output);
        } finally {
            output.flush();
        }
    }

    private int samples(PartPath part, InspectOutput output) throws IOException {
        try (SamplesInspector inspector = new SamplesInspector(part.folder(), console, output)) {
            if (what.metaindex) {
                inspector.metaindex();
            } else if (what.blocks) {
                inspector.blocks();
            } else if (what.samples) {
                inspector.samples();
            } else {
                inspector.header();
            }
            return ExitCode.FINE;
        }
    }

    private int items(PartPath part, InspectOutput output) throws IOException {
        try (ItemsInspector inspector = new ItemsInspector(part.folder(), output)) {
            if (what.metaindex) {
                inspector.metaindex();
            } else if (what.blocks) {
                inspector.blocks();
            } else if (what.items) {
                return inspector.items(console);
            } else {
                inspector.header();
            }
            return ExitCode.FINE;
        }
    }
}
