package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A stay of a student in a program of the district: special education, a Section 504 plan, English-learner status,
 * housing and foster care, meals. Each is a stream of its own. In standard words; the district's codes stay behind.
 *
 * @param status what the student has in it; absent where being in it says all
 * @param setting the environment or the language program, where the source gives it
 */
public record ProgramRecord(
        SourceKey student,
        Place place,
        @Nullable Status status,
        @Nullable Setting setting,
        Days days) implements StudentFact {

    /** What a student has in a program. */
    public enum Status {
        ENGLISH_LEARNER(StreamName.MULTILINGUAL),
        MONITORED(StreamName.MULTILINGUAL),
        FORMER(StreamName.MULTILINGUAL),
        HOMELESS(StreamName.HOUSING_FOSTER),
        FOSTER_CARE(StreamName.HOUSING_FOSTER),
        FREE(StreamName.MEAL_STATUS),
        REDUCED(StreamName.MEAL_STATUS),
        PAID(StreamName.MEAL_STATUS);

        private final StreamName stream;

        Status(StreamName stream) {
            this.stream = stream;
        }

        public StreamName stream() {
            return stream;
        }
    }

    /** The educational environment of special education, or the program of language instruction, as CEDS has them. */
    public enum Setting {
        REGULAR_CLASS_80(StreamName.SPECIAL_EDUCATION),
        REGULAR_CLASS_40_TO_79(StreamName.SPECIAL_EDUCATION),
        REGULAR_CLASS_UNDER_40(StreamName.SPECIAL_EDUCATION),
        SEPARATE_SCHOOL(StreamName.SPECIAL_EDUCATION),
        RESIDENTIAL_FACILITY(StreamName.SPECIAL_EDUCATION),
        HOMEBOUND_OR_HOSPITAL(StreamName.SPECIAL_EDUCATION),
        CORRECTIONAL_FACILITY(StreamName.SPECIAL_EDUCATION),
        PRIVATE_SCHOOL(StreamName.SPECIAL_EDUCATION),
        DUAL_LANGUAGE(StreamName.MULTILINGUAL),
        TRANSITIONAL_BILINGUAL(StreamName.MULTILINGUAL),
        HERITAGE_LANGUAGE(StreamName.MULTILINGUAL),
        SHELTERED_ENGLISH(StreamName.MULTILINGUAL),
        PULL_OUT_ENGLISH(StreamName.MULTILINGUAL),
        CONTENT_BASED_ENGLISH(StreamName.MULTILINGUAL),
        OTHER_LANGUAGE_PROGRAM(StreamName.MULTILINGUAL);

        private final StreamName stream;

        Setting(StreamName stream) {
            this.stream = stream;
        }

        public StreamName stream() {
            return stream;
        }
    }

    /** Half-open; without an end while it goes on. */
    public record Days(LocalDate begins, @Nullable LocalDate ends) {

        public Days {
            if (ends != null && !begins.isBefore(ends)) {
                throw new IllegalArgumentException("The days of a program end after they begin");
            }
        }
    }

    @Override
    public String toString() {
        return "ProgramRecord[…]";
    }
}
