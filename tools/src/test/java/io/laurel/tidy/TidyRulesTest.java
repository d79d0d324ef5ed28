package io.laurel.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each rule sees what it is for, and lets the next best thing pass. */
final class TidyRulesTest {
    private static final String MAIN = "mergeset/src/main/java/io/laurel/env/Thing.java";
    private static final String TEST = "mergeset/src/test/java/io/laurel/env/ThingTest.java";

    @Test
    void importsFollowTheHouse() {
        assertThat(complaints(TidyRules::importsFollowTheHouse, MAIN, """
                import io.laurel.bytes.Slice;
                import io.laurel.part.PartSet;
                /** Better than {@link io.laurel.storage.Storage}. */
                class Thing { io.laurel.mergeset.Table table; String text = "io.laurel.data"; }
                """)).containsExactly(
                MAIN + ":2: env may not touch part; let the room above pass a value,"
                        + " or argue for it in TidyRules.MAY_IMPORT",
                MAIN + ":4: env may not touch mergeset; let the room above pass a value,"
                        + " or argue for it in TidyRules.MAY_IMPORT");
    }

    @Test
    void everyRoomIsInTheTable() {
        assertThat(complaints(TidyRules::everyRoomIsInTheTable, "core/src/main/java/io/laurel/util/Thing.java", ""))
                .hasSize(1).first().asString().contains("'util'");
    }

    @Test
    void thingsStayInTheirRoom() {
        String code = """
                import com.github.luben.zstd.ZstdCompressCtx;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.nio.channels.FileChannel;
                import java.io.FileInputStream;
                import java.io.IOException;
                class Thing {
                    long now = System.nanoTime(); // not System.currentTimeMillis()
                    Thread thread = new Thread(() -> System.exit(1));
                    String text = "System.out";
                    void say() { System.err.println(Instant.now()); }
                }
                """;
        assertThat(complaints(TidyRules::thingsStayInTheirRoom, MAIN, code))
                .extracting(complaint -> complaint.replaceAll("^.*:(\\d+): (.*) is only for .*$", "$1 $2"))
                .containsExactlyInAnyOrder("1 com.github.luben", "2 java.nio.file.Files", "4 java.nio.channels",
                        "5 java.io.File", "8 the clock", "9 a thread", "9 System.exit", "11 System.out or System.err",
                        "11 the clock");
        assertThat(complaints(TidyRules::thingsStayInTheirRoom, TEST, code)).isEmpty();
        assertThat(complaints(TidyRules::thingsStayInTheirRoom, MAIN.replace("Thing", "RealDisk"),
                "import java.nio.file.Files;\n")).isEmpty();
    }

    @Test
    void linesAreNarrow() {
        String text = "x".repeat(120) + "\n" + "x".repeat(121) + "\n";
        assertThat(complaints(TidyRules::linesAreNarrow, MAIN, text))
                .containsExactly(MAIN + ":2: 121 characters; break the line at 120");
        assertThat(complaints(TidyRules::linesAreNarrow, "README.md", text)).isEmpty();
        String row = "  call(\"" + "x".repeat(120) + "\");\n";
        assertThat(complaints(TidyRules::linesAreNarrow, MAIN, row)).hasSize(1);
        assertThat(complaints(TidyRules::linesAreNarrow, TEST, row)).isEmpty();
        assertThat(complaints(TidyRules::linesAreNarrow, TEST, "// " + row)).hasSize(1);
    }

    @Test
    void linesAreClean() {
        assertThat(complaints(TidyRules::linesAreClean, MAIN, "a b\n\tc\nd \ne")).containsExactly(
                MAIN + ":2: a tab; use four spaces, or \\t in a literal",
                MAIN + ":3: blanks at the end of the line; remove them",
                MAIN + ": the last line has no end; add it");
    }

    @Test
    void nothingIsLeftOver() {
        assertThat(complaints(TidyRules::nothingIsLeftOver, "README.md",
                "FIX" + "ME later\nsee /wo" + "rk/notes\nprefiXXXed, ~/wo" + "rk/x, network/wo" + "rk/\n")).hasSize(2);
    }

    @Test
    void testsRunAndAssert() {
        assertThat(complaints(TidyRules::testsRunAndAssert, TEST, """
                class ThingTest {
                    @Disabled @Test void a() { Thread.sleep(1); /* assertThat */ }
                }
                """)).hasSize(3);
        assertThat(complaints(TidyRules::testsRunAndAssert, TEST.replace("ThingTest", "Things"),
                "class Things { @Test void a() { assertThat(1).isOne(); } }\n"))
                .hasSize(1).first().asString().endsWith("let its name end in Test");
    }

    @Test
    void productionFilesStaySmall() {
        assertThat(complaints(TidyRules::productionFilesStaySmall, MAIN, "\n".repeat(500))).isEmpty();
        assertThat(complaints(TidyRules::productionFilesStaySmall, MAIN, "\n".repeat(501))).hasSize(1);
    }

    @Test
    void nothingStaticChanges() {
        assertThat(complaints(TidyRules::nothingStaticChanges, MAIN, """
                class Thing {
                    private static int count;
                    static volatile boolean open = true;
                    private static final Map<String, Integer> SEEN = new HashMap<>();
                    static final AtomicLong NEXT =
                            new AtomicLong();
                    static final int LIMIT = 5;
                    private static final Set<String> NAMES = Set.of("a");
                    static int twice(int a) { int b = a; return b + a; }
                    static final class Inner {}
                    private static final long[] POWERS = new long[10];
                    private static <T> T same(T value) { return value; }
                    static Thing of() {
                        return new Thing();
                    }
                }
                """)).extracting(complaint -> complaint.replaceAll("^.*:(\\d+): .*$", "$1"))
                .containsExactly("2", "3", "4", "6");
    }

    @Test
    void nothingIsCaughtAndForgotten() {
        assertThat(complaints(TidyRules::nothingIsCaughtAndForgotten, MAIN, """
                try { a(); } catch (IOException e) {
                }
                try { a(); } catch (IOException e) {
                    // It was only a guess.
                }
                """)).hasSize(1);
    }

    @Test
    void importsAreUsedAndNamed() {
        assertThat(complaints(TidyRules::importsAreUsedAndNamed, MAIN, """
                import java.util.*;
                import java.util.List;
                import java.util.Map;
                import static java.lang.Math.max;
                /** See {@link Map}. */
                class Thing { int a = max(1, 2); }
                """)).containsExactly(MAIN + ": import java.util.*; name what you import",
                MAIN + ": import java.util.List is not used; remove it");
    }

    @Test
    void packagesSayWhatTheyAreFor() {
        assertThat(complaints(TidyRules::packagesSayWhatTheyAreFor, MAIN, "class Thing {}\n")).hasSize(1);
        assertThat(complaints(TidyRules::packagesSayWhatTheyAreFor, MAIN.replace("Thing", "package-info"),
                "/** Things. */\npackage io.laurel.env;\n")).isEmpty();
    }

    private static List<String> complaints(Function<List<SourceFile>, List<String>> rule, String path, String text) {
        return rule.apply(List.of(SourceFile.of(path, text)));
    }
}
