package link.studentsuccess.connectors.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetPagingTests {

    private static final Function<String, String> KEY = Function.identity();

    @Test
    void beginsEachFurtherPageOneRowEarly() {
        var second = after(List.of("a", "b"), null);

        assertThat(second.askedOffset()).isEqualTo(1);
        assertThat(second.askedLimit(2)).isEqualTo(3);
        assertThat(second.fresh(List.of("b", "c", "d"), KEY)).containsExactly("c", "d");
    }

    @Test
    void noticesRowsThatMoved() {
        var second = after(List.of("a", "b"), null);

        assertThatThrownBy(() -> second.fresh(List.of("c", "d"), KEY)).isInstanceOf(RestartRequired.class);
        assertThatThrownBy(() -> second.fresh(List.of(), KEY)).isInstanceOf(RestartRequired.class);
        assertThatThrownBy(() -> second.fresh(List.of("a", "b"), KEY)).isInstanceOf(SourceDefect.class);
    }

    @Test
    void endsAtTheTotalOrAtAPageWithoutFreshRows() {
        assertThat(OffsetPaging.begin("").next(List.of("a"), 1L, KEY)).isNull();
        assertThat(OffsetPaging.begin("").next(List.of(), null, KEY)).isNull();
        assertThat(OffsetPaging.begin("").next(List.of("a"), null, KEY)).isNotNull();
        assertThatThrownBy(() -> OffsetPaging.begin("").next(List.of(), 3L, KEY))
                .isInstanceOf(SourceDefect.class);
    }

    @Test
    void survivesItsPositionAndRefusesAnother() {
        var second = after(List.of("a", "b"), 9L).withMemo("2026-09-01T08:00:00Z;x");

        assertThat(OffsetPaging.at(second.position())).isEqualTo(second);
        assertThatThrownBy(() -> OffsetPaging.at(new Position("nonsense"))).isInstanceOf(RestartRequired.class);
    }

    private static OffsetPaging after(List<String> rows, @Nullable Long total) {
        return Objects.requireNonNull(OffsetPaging.begin("").next(rows, total, KEY));
    }
}
