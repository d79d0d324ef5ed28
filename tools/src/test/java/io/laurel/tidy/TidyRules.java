package io.laurel.tidy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules. The tables on top are what one changes; each rule below is a function from files to complaints. */
final class TidyRules {
    static final int MAX_LINE_WIDTH = 120;
    static final int MAX_PRODUCTION_LINES = 500;

    /** Which room may import which: the house from the ground up. Siblings do not know each other. */
    static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("bytes", Set.of()),
            Map.entry("env", Set.of("bytes")),
            Map.entry("part", Set.of("env", "bytes")),
            Map.entry("mergeset", Set.of("part", "env", "bytes")),
            Map.entry("regex", Set.of("bytes")),
            Map.entry("series", Set.of("regex", "bytes")),
            Map.entry("indexdb", Set.of("series", "regex", "mergeset", "part", "env", "bytes")),
            Map.entry("codec", Set.of("bytes")),
            Map.entry("data", Set.of("codec", "series", "part", "env", "bytes")),
            Map.entry("storage", Set.of("data", "indexdb", "series", "part", "mergeset", "env", "bytes")),
            Map.entry("vmctl", Set.of("storage", "series", "data", "mergeset", "indexdb", "part", "env", "bytes")),
            Map.entry("micrometer", Set.of("storage", "env")),
            Map.entry("testkit", Set.of("env", "bytes")),
            Map.entry("interop", Set.of("vmctl", "storage", "series", "env", "bytes")),
            Map.entry("tidy", Set.of()));

    /** What is only used in one place: a name as it stands in code, the place, and what others do instead. */
    record Room(String pattern, String name, Set<String> rooms, String instead) {
        Room(String name, Set<String> rooms, String instead) {
            this("\\b" + Pattern.quote(name) + "\\b", name, rooms, instead);
        }
    }

    /** Rooms are written {@code package} or {@code package.Class}. Production code only. */
    static final List<Room> ROOMS = List.of(
            new Room("com.github.luben", Set.of("bytes.Zstd"), "call io.laurel.bytes.Zstd"),
            new Room("org.roaringbitmap", Set.of("series.MetricIds"), "use io.laurel.series.MetricIds"),
            new Room("com.google.re2j", Set.of("regex.RestMatcher"), "use io.laurel.regex.RegexPlan"),
            new Room("it.unimi.dsi", Set.of("storage.SeriesGroups", "indexdb.NameFilter"),
                    "write the loop, or argue for one more room here"),
            new Room("org.jctools", Set.of("wal"), "use the queue of the log"),
            new Room("org.HdrHistogram", Set.of("storage.Latencies"), "record into a storage.Latencies"),
            new Room("org.slf4j", Set.of("storage", "vmctl"), "return what happened, or throw it; storage logs it"),
            new Room("picocli", Set.of("vmctl"), "commands live in vmctl"),
            new Room("com.fasterxml.jackson", Set.of("vmctl"), "JSON is for the command line"),
            new Room("ch.randelshofer", Set.of("vmctl"), "numbers from text are for the command line"),
            new Room("io.micrometer", Set.of("micrometer"), "offer the number in StorageStats"),
            new Room("jdk.jfr", Set.of("storage"), "return what happened, or tell a listener; storage makes events of it"),
            new Room("me.tongfei", Set.of("vmctl"), "progress is for the command line"),
            new Room("java.nio.file.Files", Set.of("env.RealDisk", "env.DirectoryLock", "env.SystemLocks", "vmctl"),
                    "take a Disk in the constructor"),
            new Room("java.nio.channels", Set.of("env.RealDisk", "env.RealFile", "env.DirectoryLock"),
                    "take a Disk in the constructor"),
            new Room("java.io.(?:File|File(?:In|Out)putStream|RandomAccessFile)\\b", "java.io.File",
                    Set.of("vmctl"), "take a Disk in the constructor"),
            new Room("java\\.lang\\.foreign|java\\.lang\\.reflect", "reflection", Set.of("env.Flock"),
                    "call it directly"),
            new Room("\\bSystem\\s*\\.\\s*(?:currentTimeMillis|nanoTime)\\b|\\bInstant\\s*\\.\\s*now\\b"
                    + "|\\bLocalDate(?:Time)?\\s*\\.\\s*now\\b|\\bClock\\s*\\.\\s*system", "the clock",
                    Set.of("env.SystemTime"), "take a TimeSource in the constructor"),
            new Room("\\bnew\\s+Thread\\b|\\bExecutors\\s*\\.|\\bThread\\s*\\.\\s*(?:ofVirtual|ofPlatform|startVirtual)"
                    + "|\\.parallelStream\\s*\\(|\\.parallel\\s*\\(\\)|\\bForkJoinPool\\b|\\bCompletableFuture\\b",
                    "a thread", Set.of("storage.Housekeeper", "vmctl.BenchThreads"),
                    "offer a method that the Housekeeper can call"),
            new Room("System.exit", Set.of("vmctl.VmctlJava"), "return an exit code, or throw"),
            new Room("\\bSystem\\s*\\.\\s*(?:out|err)\\b", "System.out or System.err", Set.of("vmctl"),
                    "return what happened, or throw it"),
            new Room("\\.printStackTrace\\b", "printStackTrace", Set.of("vmctl.VmctlJava"),
                    "throw it, or add it as suppressed"));

    /** Mutable static state that was argued for. */
    static final Map<String, String> STATIC_STATE = Map.of(
            "env.DirectoryLock", "fcntl locks belong to the process, so their list does too");

    /** Words that must not stay, in pieces so that this file passes. */
    private static final Pattern LEFTOVER = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern WORKPLACE = Pattern.compile("(?<![\\w.~])/(?:work|tmp/laurel)/");

    private static final Pattern HOUSE_NAME = Pattern.compile("\\bio\\.laurel\\.([a-z]+)\\b");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)(\\.\\*)?;");
    private static final Pattern STATIC_FIELD = Pattern.compile(
            "(?m)^\\s+(?:(?:public|protected|private|volatile|transient) )*static (?!final\\b)"
                    + "(?:(?:private|volatile) )*[\\w<>\\[\\], .?]+ \\w+(?: =[^=][^;]*)?;");
    private static final Pattern STATIC_CONTAINER = Pattern.compile(
            "(?m)^\\s+[\\w ]*\\bstatic [\\w ]*\\bfinal\\b[^=;({]*=\\s*(?:new \\w*(?:Map|Set|List|Deque|Queue|Stack"
                    + "|Cache|Adder|ThreadLocal|Random)\\b|new Atomic\\w+|ThreadLocal\\.withInitial|[\\w.]*newKeySet"
                    + "|Collections\\.synchronized)");
    private static final Pattern EMPTY_CATCH = Pattern.compile("catch\\s*\\([^)]*\\)\\s*\\{\\s*\\}");

    private TidyRules() {}

    static List<String> importsFollowTheHouse(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        forEachProductionLine(files, (file, number, line) -> {
            Matcher name = HOUSE_NAME.matcher(line);
            while (name.find()) {
                String other = name.group(1);
                if (!other.equals(file.room()) && !MAY_IMPORT.getOrDefault(file.room(), Set.of()).contains(other)) {
                    complaints.add(file.place(number) + ": " + file.room() + " may not touch " + other
                            + "; let the room above pass a value, or argue for it in TidyRules.MAY_IMPORT");
                }
            }
        });
        return complaints;
    }

    static List<String> everyRoomIsInTheTable(List<SourceFile> files) {
        return files.stream().filter(SourceFile::isJava).map(SourceFile::room).distinct()
                .filter(room -> !MAY_IMPORT.containsKey(room))
                .map(room -> "the package '" + room + "' is not in TidyRules.MAY_IMPORT: say what it may import")
                .toList();
    }

    static List<String> thingsStayInTheirRoom(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (Room room : ROOMS) {
            Pattern pattern = Pattern.compile(room.pattern);
            forEachProductionLine(files, (file, number, line) -> {
                boolean allowed = room.rooms.contains(file.room())
                        || room.rooms.contains(file.room() + "." + file.className());
                if (!allowed && pattern.matcher(line).find()) {
                    complaints.add(file.place(number) + ": " + room.name + " is only for " + room.rooms + "; "
                            + room.instead);
                }
            });
        }
        return complaints;
    }

    static List<String> linesAreNarrow(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : files) {
            List<String> codeLines = file.code().lines().toList();
            SourceFile.forEachLine(file.isJava() ? file.text() : "", (number, line) -> {
                int width = file.isProduction() ? line.length() : widthWithoutData(line, codeLines.get(number - 1));
                if (width > MAX_LINE_WIDTH) {
                    complaints.add(file.place(number) + ": " + width + " characters; break the line at "
                            + MAX_LINE_WIDTH);
                }
            });
        }
        return complaints;
    }

    /** Literals in tests are data, easier to read whole than broken; they do not count beside code. */
    private static int widthWithoutData(String line, String code) {
        if (code.isBlank()) {
            String text = line.strip();
            boolean comment = text.startsWith("//") || text.startsWith("/*") || text.startsWith("*");
            return comment ? line.length() : 0;
        }
        int width = 0;
        for (int i = 0; i < line.length(); i++) {
            width += line.charAt(i) == code.charAt(i) ? 1 : 0;
        }
        return width;
    }

    static List<String> linesAreClean(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : files) {
            SourceFile.forEachLine(file.text(), (number, line) -> {
                if (file.isJava() && line.indexOf('\t') >= 0) {
                    complaints.add(file.place(number) + ": a tab; use four spaces, or \\t in a literal");
                }
                if (line.endsWith(" ") || line.endsWith("\t")) {
                    complaints.add(file.place(number) + ": blanks at the end of the line; remove them");
                }
            });
            if (!file.text().isEmpty() && !file.text().endsWith("\n")) {
                complaints.add(file.path() + ": the last line has no end; add it");
            }
        }
        return complaints;
    }

    static List<String> nothingIsLeftOver(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : files) {
            SourceFile.forEachLine(file.text(), (number, line) -> {
                if (LEFTOVER.matcher(line).find()) {
                    complaints.add(file.place(number) + ": an open point; open an issue, or settle it");
                }
                if (WORKPLACE.matcher(line).find()) {
                    complaints.add(file.place(number) + ": a path of one machine; make it relative or an argument");
                }
            });
        }
        return complaints;
    }

    static List<String> testsRunAndAssert(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : files) {
            if (!file.isJava() || file.isProduction()) {
                continue;
            }
            SourceFile.forEachLine(file.code(), (number, line) -> {
                if (line.contains("@Disabled")) {
                    complaints.add(file.place(number) + ": a disabled test; make it pass, or delete it");
                }
                if (line.contains("Thread.sleep")) {
                    complaints.add(file.place(number) + ": sleeping; use ManualTime, or wait for the event itself");
                }
            });
            boolean asserts = Pattern.compile("\\bassert|\\bfail\\(|EveryOperation\\.").matcher(file.code()).find();
            if (file.className().endsWith("Test") && !asserts) {
                complaints.add(file.path() + ": asserts nothing; say what must be true");
            }
            boolean hasTests = file.code().contains("@Test") || file.code().contains("@ParameterizedTest");
            if (hasTests && !file.className().endsWith("Test")) {
                complaints.add(file.path() + ": has tests but is not run; let its name end in Test");
            }
        }
        return complaints;
    }

    static List<String> productionFilesStaySmall(List<SourceFile> files) {
        return files.stream()
                .filter(file -> file.isProduction() && file.text().lines().count() > MAX_PRODUCTION_LINES)
                .map(file -> file.path() + ": " + file.text().lines().count() + " lines; it is asking to be two files, "
                        + MAX_PRODUCTION_LINES + " are the most")
                .toList();
    }

    static List<String> nothingStaticChanges(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : files) {
            if (!file.isProduction() || STATIC_STATE.containsKey(file.room() + "." + file.className())) {
                continue;
            }
            for (Pattern pattern : List.of(STATIC_FIELD, STATIC_CONTAINER)) {
                Matcher field = pattern.matcher(file.code());
                while (field.find()) {
                    String declaration = field.group().strip();
                    long line = 1 + file.code().substring(0, field.end()).chars().filter(c -> c == '\n').count();
                    complaints.add(file.place((int) line) + ": '" + declaration.lines().findFirst().orElse("")
                            + "' is shared by all storages of a process; make it a field of an object");
                }
            }
        }
        return complaints;
    }

    static List<String> nothingIsCaughtAndForgotten(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : files) {
            Matcher caught = EMPTY_CATCH.matcher(file.code());
            while (caught.find()) {
                if (file.text().substring(caught.start(), caught.end()).contains("//")) {
                    continue;
                }
                complaints.add(file.path() + ": '" + caught.group().replaceAll("\\s+", " ")
                        + "'; throw it, return a value, or say in a comment why nothing is to be done");
            }
        }
        return complaints;
    }

    static List<String> importsAreUsedAndNamed(List<SourceFile> files) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : files) {
            Matcher imported = IMPORT.matcher(file.code());
            while (imported.find()) {
                String name = imported.group(1);
                String simple = name.substring(name.lastIndexOf('.') + 1);
                String rest = file.text().substring(imported.end());
                if (imported.group(2) != null) {
                    complaints.add(file.path() + ": import " + name + ".*; name what you import");
                } else if (!Pattern.compile("\\b" + simple + "\\b").matcher(withoutImports(rest)).find()) {
                    complaints.add(file.path() + ": import " + name + " is not used; remove it");
                }
            }
        }
        return complaints;
    }

    private static String withoutImports(String text) {
        return IMPORT.matcher(text).replaceAll("");
    }

    static List<String> packagesSayWhatTheyAreFor(List<SourceFile> files) {
        Set<String> described = new HashSet<>();
        Set<String> folders = new HashSet<>();
        for (SourceFile file : files) {
            if (file.isProduction()) {
                String folder = file.path().substring(0, file.path().lastIndexOf('/'));
                folders.add(folder);
                if (file.path().endsWith("/package-info.java") && file.text().contains("/**")) {
                    described.add(folder);
                }
            }
        }
        folders.removeAll(described);
        return folders.stream().sorted()
                .map(folder -> folder + ": no package-info.java with a comment; say what the room is for").toList();
    }

    @FunctionalInterface
    private interface LineVisitor {
        void visit(SourceFile file, int number, String line);
    }

    private static void forEachProductionLine(List<SourceFile> files, LineVisitor visitor) {
        for (SourceFile file : files) {
            if (file.isProduction()) {
                SourceFile.forEachLine(file.code(), (number, line) -> visitor.visit(file, number, line));
            }
        }
    }
}
