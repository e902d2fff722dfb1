package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A student as the district knows them: what a match needs, and no more.
 *
 * @param districtStudentId as the district spells it; leading zeros kept
 * @param birthDate absent where the district does not deliver it
 */
public record StudentRecord(
        String districtStudentId,
        String givenName,
        String familyName,
        @Nullable String preferredGivenName,
        @Nullable LocalDate birthDate)
        implements CanonicalRecord {

    @Override
    public String toString() {
        return "StudentRecord[…]";
    }
}
