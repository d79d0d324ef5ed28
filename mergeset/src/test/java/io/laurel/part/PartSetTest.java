package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartSetTest {
    private final HeapPart a = new HeapPart("a");
    private final HeapPart b = new HeapPart("b");
    private final HeapPart c = new HeapPart("c");
    private final PartSet<HeapPart> set = new PartSet<>(List.of(a, b));

    @Test
    void aViewKeepsItsList() throws IOException {
        PartSet.View<HeapPart> before = set.view();
        set.add(c);
        set.replace(List.of(a), List.of());
        assertThat(before.parts()).containsExactly(a, b);
        try (PartSet.View<HeapPart> after = set.view()) {
            assertThat(after.parts()).containsExactly(b, c);
        }
        before.close();
    }

    @Test
    void aReplacedPartIsClosedWithItsLastView() throws IOException {
        PartSet.View<HeapPart> first = set.view();
        PartSet.View<HeapPart> second = first.retain();
        set.replace(List.of(a, b), List.of(c));
        assertThat(a.isClosed()).isFalse();
        first.close();
        assertThat(a.isClosed()).isFalse();
        second.close();
        assertThat(List.of(a.isClosed(), b.isClosed(), c.isClosed())).containsExactly(true, true, false);
    }

    @Test
    void aReplacedPartWithoutViewsIsClosedAtOnce() throws IOException {
        set.replace(List.of(a), List.of(c));
        assertThat(List.of(a.isClosed(), b.isClosed(), c.isClosed())).containsExactly(true, false, false);
    }

    @Test
    void aPartInSeveralListsIsClosedWithTheLastOne() throws IOException {
        PartSet.View<HeapPart> first = set.view();
        set.add(c);
        PartSet.View<HeapPart> second = set.view();
        set.replace(List.of(a), List.of());
        second.close();
        assertThat(a.isClosed()).isFalse();
        first.close();
        assertThat(a.isClosed()).isTrue();
        assertThat(b.isClosed()).isFalse();
    }

    @Test
    void closingTheSetLeavesOpenViewsAlone() throws IOException {
        PartSet.View<HeapPart> view = set.view();
        set.close();
        set.close();
        assertThat(view.parts()).containsExactly(a, b);
        assertThat(a.isClosed()).isFalse();
        view.close();
        assertThat(a.isClosed() && b.isClosed()).isTrue();
        assertThatThrownBy(set::view).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> set.add(c)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aViewMayBeClosedTwiceButNotUsedAfterwards() throws IOException {
        PartSet.View<HeapPart> view = set.view();
        PartSet.View<HeapPart> other = set.view();
        view.close();
        view.close();
        set.close();
        assertThat(a.isClosed()).as("the other view was not taken away").isFalse();
        assertThatThrownBy(view::parts).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(view::retain).isInstanceOf(IllegalStateException.class);
        other.close();
        assertThat(a.isClosed()).isTrue();
    }

    @Test
    void reservedPartsAreNotOfferedAgain() throws IOException {
        assertThat(set.reserve(free -> free.subList(0, 1))).containsExactly(a);
        assertThat(set.reserve(free -> free)).containsExactly(b);
        assertThat(set.reserve(free -> free)).isEmpty();
        try (PartSet.View<HeapPart> view = set.view()) {
            assertThat(view.parts()).as("still served").containsExactly(a, b);
        }
        set.unreserve(List.of(b));
        assertThat(set.reserve(free -> free)).containsExactly(b);
        set.replace(List.of(a, b), List.of(c));
        assertThat(set.reserve(free -> free)).containsExactly(c);
    }

    @Test
    void aPartThatIsNotThereCannotBeReplacedOrChosen() {
        assertThatThrownBy(() -> set.replace(List.of(c), List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> set.replace(List.of(a, a), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.reserve(free -> List.of(c))).isInstanceOf(IllegalStateException.class);
        assertThat(set.reserve(free -> free)).as("nothing was changed").containsExactly(a, b);
    }

    @Test
    void oneFailingCloseDoesNotKeepTheOthersOpen() {
        IOException failure = new IOException("close failed");
        HeapPart failing = new HeapPart("failing", failure);
        HeapPart alsoFailing = new HeapPart("also failing", new IOException("close failed, too"));
        PartSet<HeapPart> parts = new PartSet<>(List.of(failing, a, alsoFailing, b));
        assertThatThrownBy(parts::close).isSameAs(failure);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(a.isClosed() && b.isClosed()).isTrue();
    }
}
