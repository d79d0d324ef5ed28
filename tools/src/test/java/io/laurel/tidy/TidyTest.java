package io.laurel.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole tree against {@link TidyRules}. A failure lists every place, and what to do there instead. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TidyTest {
    private static final Set<String> TEXTS = Set.of("java", "md", "xml", "sh", "properties", "yml", "yaml");

    private final List<SourceFile> files = new ArrayList<>();

    @BeforeAll
    void readTheTree() throws IOException {
        Path root = TestData.path("..").toRealPath();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean foreign = name.equals("target") || name.equals("testdata") || name.startsWith(".git");
                return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (TEXTS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    files.add(SourceFile.of(root, file, Files.readString(file, StandardCharsets.UTF_8)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(files).as("the tree is there").hasSizeGreaterThan(50);
    }

    @Test
    void importsFollowTheHouse() {
        holds(TidyRules::importsFollowTheHouse);
    }

    @Test
    void everyRoomIsInTheTable() {
        holds(TidyRules::everyRoomIsInTheTable);
    }

    @Test
    void thingsStayInTheirRoom() {
        holds(TidyRules::thingsStayInTheirRoom);
    }

    @Test
    void linesAreNarrow() {
        holds(TidyRules::linesAreNarrow);
    }

    @Test
    void linesAreClean() {
        holds(TidyRules::linesAreClean);
    }

    @Test
    void nothingIsLeftOver() {
        holds(TidyRules::nothingIsLeftOver);
    }

    @Test
    void testsRunAndAssert() {
        holds(TidyRules::testsRunAndAssert);
    }

    @Test
    void productionFilesStaySmall() {
        holds(TidyRules::productionFilesStaySmall);
    }

    @Test
    void nothingStaticChanges() {
        holds(TidyRules::nothingStaticChanges);
    }

    @Test
    void nothingIsCaughtAndForgotten() {
        holds(TidyRules::nothingIsCaughtAndForgotten);
    }

    @Test
    void importsAreUsedAndNamed() {
        holds(TidyRules::importsAreUsedAndNamed);
    }

    @Test
    void packagesSayWhatTheyAreFor() {
        holds(TidyRules::packagesSayWhatTheyAreFor);
    }

    private void holds(Function<List<SourceFile>, List<String>> rule) {
        List<String> complaints = rule.apply(files);
        assertThat(complaints).withFailMessage(() -> String.join("\n", complaints)).isEmpty();
    }
}
