package link.studentsuccess.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.access.FacetRows.EnrollmentKey;
import org.dataloader.DataLoaderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Rows find their way by what they are of, never by where they stand. */
class FacetRowsTests {

    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final UUID WITHOUT = UUID.randomUUID();

    @Test
    @DisplayName(
            "attack 178: rows that are fewer, more and in another order than asked for come to their own enrollment")
    void rowsComeToTheirOwnEnrollment() {
        var loader = DataLoaderFactory.<EnrollmentKey<Integer>, List<String>>newMappedDataLoader(
                keys -> FacetRows.load(keys, FacetRowsTests::disorderly).toFuture());
        var keys = List.of(key(ONE, 1), key(WITHOUT, 1), key(OTHER, 1), key(ONE, 2), key(OTHER, 2));
        var rows = loader.loadMany(keys);

        loader.dispatchAndJoin();

        assertThat(rows.join())
                .isEqualTo(Arrays.asList(
                        List.of(ONE + " 1"), null, List.of(OTHER + " 1"), List.of(ONE + " 2"), List.of(OTHER + " 2")));
    }

    /** The last first, one left out, and one of which nobody asked. */
    private static Mono<Map<UUID, List<String>>> disorderly(List<UUID> enrollments, int arguments) {
        var found = new LinkedHashMap<UUID, List<String>>();
        found.put(UUID.randomUUID(), List.of("nobody's"));
        for (var n = enrollments.size() - 1; n >= 0; n--) {
            if (!enrollments.get(n).equals(WITHOUT)) {
                found.put(enrollments.get(n), List.of(enrollments.get(n) + " " + arguments));
            }
        }
        return Mono.just(found);
    }

    private static EnrollmentKey<Integer> key(UUID enrollment, int arguments) {
        return new EnrollmentKey<>(enrollment, arguments);
    }
}
