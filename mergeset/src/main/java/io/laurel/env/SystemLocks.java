package io.laurel.env;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds a file, as far as Linux tells in {@code /proc/locks}:
 *
 * <pre>
 *   1: FLOCK  ADVISORY  WRITE 4711 fe:00:131077 0 EOF        held: flock(2)
 *   2: POSIX  ADVISORY  WRITE 4712 00:2f:12 0 EOF            held: fcntl(2), process 4712, device 00:2f, inode 12
 *   2: -&gt; POSIX  ADVISORY  WRITE 4713 00:2f:12 0 EOF         waits for it
 *   3: OFDLCK ADVISORY  WRITE -1 fe:00:131078 0 EOF          held: fcntl(2) by an open file, process unknown
 * </pre>
 *
 * <p>Device numbers are hexadecimal there. They are those of the file system, which for btrfs and overlays is not what
 * {@code stat} says of the file; so the device of the mount point counts too. Processes outside of our process
 * namespace are missing in the table. Elsewhere than on Linux nothing is known, and nobody is found.
 */
final class SystemLocks {
    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Set<String> KINDS = Set.of("FLOCK", "POSIX", "OFDLCK");

    private SystemLocks() {}

    /** Whoever holds the file, in words. */
    static Optional<String> holder(Path file) throws IOException {
        return pids(file).stream().findFirst().map(SystemLocks::describe);
    }

    /** Whoever holds the file and is not this process, in words. */
    static Optional<String> otherHolder(Path file) throws IOException {
        return pids(file).stream().filter(pid -> pid != ownPid()).findFirst().map(SystemLocks::describe);
    }

    private static List<Long> pids(Path file) throws IOException {
        if (!Files.isReadable(LOCKS)) {
            return List.of();
        }
        Map<String, Object> numbers = Files.readAttributes(file, "unix:ino,dev");
        Set<String> devices = new HashSet<>();
        devices.add(device(((Number) numbers.get("dev")).longValue()));
        if (Files.isReadable(MOUNTS)) {
            deviceOfMount(Files.readAllLines(MOUNTS), file.toRealPath()).ifPresent(devices::add);
        }
        return holders(Files.readAllLines(LOCKS), devices, ((Number) numbers.get("ino")).longValue());
    }

    /** The processes that hold a lock on one of these devices and that inode; -1 stands for an unknown one. */
    static List<Long> holders(List<String> locks, Set<String> devices, long inode) {
        List<Long> pids = new ArrayList<>();
        for (String line : locks) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length < 6 || !KINDS.contains(fields[1])) {
                continue;
            }
            int colon = fields[5].lastIndexOf(':');
            if (colon > 0 && devices.contains(fields[5].substring(0, colon))
                    && fields[5].substring(colon + 1).equals(Long.toUnsignedString(inode))) {
                pids.add(Long.parseLong(fields[4]));
            }
        }
        return pids;
    }

    /** The {@code major:minor} of the file system that is mounted on the longest prefix of the path. */
    static Optional<String> deviceOfMount(List<String> mounts, Path path) {
        String device = null;
        int longest = -1;
        for (String line : mounts) {
            String[] fields = line.split(" ");
            if (fields.length < 5) {
                continue;
            }
            Path point = Path.of(unescaped(fields[4]));
            if (path.startsWith(point) && point.getNameCount() >= longest) {
                longest = point.getNameCount();
                String[] numbers = fields[2].split(":");
                device = device(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
            }
        }
        return Optional.ofNullable(device);
    }

    /** Blanks, tabs, line ends and backslashes stand there as a backslash and three octal digits. */
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    /** From the number that {@code stat} gives: major in bits 8-19 and 32-63, minor in bits 0-7 and 20-31. */
    static String device(long number) {
        return device(number >>> 8 & 0xfff | number >>> 32 & 0xffff_f000L, number & 0xff | number >>> 12 & 0xfff_ff00L);
    }

    private static String device(long major, long minor) {
        return String.format("%02x:%02x", major, minor);
    }

    private static String describe(long pid) {
        if (pid <= 0) {
            return "another process";
        } else if (pid == ownPid()) {
            return "another storage in this process";
        }
        Optional<String> command = ProcessHandle.of(pid).flatMap(process -> process.info().command());
        return "process " + pid + command.or(() -> name(pid)).map(name -> " (" + name + ")").orElse("");
    }

    /** The first characters of the program's name: open to everybody, unlike the path of the program. */
    private static Optional<String> name(long pid) {
        Path file = Path.of("/proc/" + pid + "/comm");
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Files.readString(file).trim())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }
}
