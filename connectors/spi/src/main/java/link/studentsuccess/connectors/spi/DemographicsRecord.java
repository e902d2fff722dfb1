package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a student is, as the district reports it. The home language is not here: it tells who is a multilingual learner. */
public record DemographicsRecord(
        SourceKey student,
        @Nullable LocalDate birthDate,
        @Nullable Sex sex,
        @Nullable Boolean hispanicOrLatino,
        Set<Race> races)
        implements StudentFact {

    /** As the district has it; X for another, or where it is not told. */
    public enum Sex {
        FEMALE,
        MALE,
        X
    }

    /** The federal races; a student can be of several. */
    public enum Race {
        AMERICAN_INDIAN_OR_ALASKA_NATIVE,
        ASIAN,
        BLACK_OR_AFRICAN_AMERICAN,
        NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER,
        WHITE
    }

    public DemographicsRecord {
        races = Set.copyOf(races);
    }

    @Override
    public Place place() {
        return Place.LATEST;
    }

    @Override
    public String toString() {
        return "DemographicsRecord[…]";
    }
}
