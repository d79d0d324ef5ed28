package io.laurel.vmctl;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process has used so far, and what it runs on. Figures that the system does not tell are -1. */
final class BenchMachine {
    static final long UNKNOWN = -1;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Path IO = Path.of("/proc/self/io");
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private BenchMachine() {}

    /** User and system time of all threads. */
    static long cpuNs() {
        return system().getProcessCpuTime();
    }

    static long residentBytes() {
        return kilobytes("VmRSS:");
    }

    static long peakResidentBytes() {
        return kilobytes("VmHWM:");
    }

    private static long kilobytes(String key) {
        long kilobytes = number(STATUS, key);
        return kilobytes == UNKNOWN ? UNKNOWN : 1024 * kilobytes;
    }

    /** Gives back what is garbage and lets {@link #peakResidentBytes} start anew: what comes now is to be measured. */
    static void forgetPeak() {
        System.gc();
        try {
            Files.writeString(CLEAR, "5");
        } catch (IOException e) {
            // Where that file is missing the peak is the one of the whole process, which is never too low
        }
    }

    /** What the process made the kernel write to devices. */
    static long writtenBytes() {
        return number(IO, "write_bytes:");
    }

    /** What the current thread has allocated on the heap. */
    static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    static String processor() {
        String name = value(CPU, "model name");
        return name.isEmpty() ? System.getProperty("os.arch") : name.substring(name.indexOf(':') + 1).strip();
    }

    static int processors() {
        return system().getAvailableProcessors();
    }

    static long memoryBytes() {
        return system().getTotalMemorySize();
    }

    static String operatingSystem() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    static String runtime() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", "));
    }

    static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    private static long number(Path file, String key) {
        String digits = value(file, key).replaceAll("\\D", "");
        return digits.isEmpty() ? UNKNOWN : Long.parseLong(digits);
    }

    /** What follows the key on the first line that begins with it; empty if there is no such line, or no such file. */
    private static String value(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key)).findFirst()
                    .map(line -> line.substring(key.length())).orElse("");
        } catch (IOException e) {
            // Only Linux has these files
            return "";
        }
    }
}
