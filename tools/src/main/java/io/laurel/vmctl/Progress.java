package io.laurel.vmctl;

import java.io.Closeable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far an import is, for someone who watches a terminal; silent otherwise. */
final class Progress implements Closeable {
    private static final int WIDTH = 79;
    private static final int PERIOD_MS = 500;

    private final ProgressBar bar;
    private long finishedBytes;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    static Progress of(Console console, long totalBytes) {
        if (!console.errIsTerminal()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder().setTaskName("import").setInitialMax(totalBytes)
                .setUnit(" MiB", 1 << 20).setUpdateIntervalMillis(PERIOD_MS).setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH)).build());
    }

    /** {@code readBytes} of the current input were read. */
    void show(long readBytes, long rows) {
        if (bar != null) {
            bar.stepTo(finishedBytes + readBytes);
            bar.setExtraMessage(rows + " rows");
        }
    }

    void finished(Input input) {
        finishedBytes += input.readBytes();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
