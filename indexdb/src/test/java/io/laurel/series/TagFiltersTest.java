package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.bytes.Slice;
import io.laurel.series.TagFilter.Operator;
import org.junit.jupiter.api.Test;

class TagFiltersTest {
    @Test
    void eachMethodReturnsALongerList() {
        TagFilters two = TagFilters.metric("up").equal("job", "n");
        TagFilters all = two.notEqual("a", "1").matches("b", "x.*").notMatches("c", "y\"");
        assertThat(two.list()).hasSize(2);
        assertThat(all).hasToString("{__name__=\"up\",job=\"n\",a!=\"1\",b=~\"x.*\",c!~\"y\\\"\"}");
        assertThat(TagFilters.all().list()).isEmpty();
        assertThat(two).isEqualTo(TagFilters.all().equal("__name__", "up").equal("job", "n"))
                .hasSameHashCodeAs(TagFilters.all().equal("__name__", "up").equal("job", "n"));
    }

    @Test
    void bytesAreCopied() {
        byte[] bytes = {'a', (byte) 0xff};
        TagFilter filter = new TagFilter(Slice.of(bytes), Operator.NOT_MATCHES, Slice.of(bytes));
        bytes[0] = 'b';
        assertThat(filter.key()).hasToString("a\\xff");
        assertThat(filter.value()).hasToString("a\\xff");
        assertThat(filter.operator().isNegative()).isTrue();
        assertThat(filter.operator().isRegex()).isTrue();
    }

    @Test
    void badExpressionsAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> TagFilters.all().matches("a", "x(y"))
                .withMessage("regular expression \"x(y\": missing ) at position 3");
        assertThatIllegalArgumentException().isThrownBy(() -> TagFilters.metric("m").notMatches("a", "[\\x01x]y+"))
                .withMessageContaining("character class");
    }
}
