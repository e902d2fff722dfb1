package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingTests {

    private static final LocalDate BORN = LocalDate.of(2011, 7, 6);

    @ParameterizedTest
    @CsvSource({
        "Mateo,    García López,  MATEO,     garcia lopez,   true",
        "Mateo,    García López,  Mateo,     Garcia-Lopez,   true",
        "Mateo,    García,        Mateo,     García López,   true",
        "Devon,    O'Neill,       Devon,     ONeill,         true",
        "Devon,    O’Neill,       Devon,     O'Neill,        true",
        "Mary-Ann, Kim,           Mary Ann,  Kim,            true",
        "Søren,    Łukaszewicz,   Soren,     Lukaszewicz,    true",
        "Ana,      Petrova,       Eva,       Petrova,        false",
        "Ana,      Petrova,       Ana,       Petrov,         false",
        "Mateo,    López,         Mateo,     Garcia,         false",
    })
    void namesAgreeAsClerksSpellThem(String given, String family, String there, String theirs, boolean agree) {
        var matching = new Matching(List.of(kept("104377", given, family, BORN)));

        assertThat(matching.fitting(new Delivered("104377", there, theirs, BORN))
                                .size()
                        == 1)
                .isEqualTo(agree);
    }

    @Test
    void numberBirthDateAndNamesMustAllAgree() {
        var matching = new Matching(List.of(kept("104377", "Mateo", "García", BORN)));

        assertThat(matching.fitting(new Delivered("104378", "Mateo", "García", BORN)))
                .isEmpty();
        assertThat(matching.fitting(new Delivered("0104377", "Mateo", "García", BORN)))
                .isEmpty();
        assertThat(matching.fitting(new Delivered("104377", "Mateo", "García", BORN.plusDays(1))))
                .isEmpty();
        assertThat(matching.fitting(new Delivered(" 104377 ", "Mateo", "García", BORN)))
                .hasSize(1);
    }

    /** Connectors.md 20: without a birth date from the district on ID and both names, confirmed by the district once. */
    @Test
    void withoutABirthDateTheDistrictMustConfirm() {
        var waiting = kept("104377", "Mateo", "García", BORN);
        var confirmed = new Kept(
                waiting.studentId(), "104377", waiting.name(), BORN, waiting.categories(), "as it was confirmed");
        var delivered = new Delivered("104377", "Mateo", "García", null);
        var dated = new Delivered("104377", "Mateo", "García", BORN);

        assertThat(new Matching(List.of(waiting)).fitting(delivered)).hasSize(1);
        assertThat(Matching.categories(waiting, delivered)).isEmpty();
        assertThat(Matching.categories(confirmed, delivered)).containsExactly("ENROLLMENT");
        assertThat(new Matching(List.of(confirmed)).fitting(new Delivered("104377", "Ana", "García", null)))
                .isEmpty();
        assertThat(new Matching(List.of(waiting))
                        .prove(List.of(delivered, dated))
                        .values())
                .containsExactly(dated);
    }

    /** Connectors.md 20: without a number it takes the school too, which participants do not carry. */
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    @NullSource
    void withoutANumberNobodyFits(@Nullable String number) {
        var matching = new Matching(List.of(kept(number, "Mateo", "García", BORN)));

        assertThat(matching.fitting(new Delivered("1", "Mateo", "García", BORN)))
                .isEmpty();
        assertThat(matching.fitting(new Delivered("", "Mateo", "García", BORN))).isEmpty();
    }

    @Test
    void preferredNameServesAsGivenName() {
        var student = new Kept(
                UUID.randomUUID(), "7", new Kept.Name("Elizabeth", "Kim", "Lily"), BORN, Set.of("ENROLLMENT"), null);

        assertThat(new Matching(List.of(student)).fitting(new Delivered("7", "Lily", "Kim", BORN)))
                .hasSize(1);
    }

    private static Kept kept(@Nullable String number, String given, String family, LocalDate birthDate) {
        return new Kept(
                UUID.randomUUID(), number, new Kept.Name(given, family, null), birthDate, Set.of("ENROLLMENT"), null);
    }

    private record Delivered(
            String districtStudentId,
            String given,
            String family,
            @Nullable LocalDate birthDate) implements Matching.Person {
        @Override
        public Kept.Name name() {
            return new Kept.Name(given, family, null);
        }
    }
}
