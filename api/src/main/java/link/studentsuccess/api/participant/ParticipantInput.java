package link.studentsuccess.api.participant;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;

/** What clients send about participants, and what is wrong with it. */
final class ParticipantInput {

    static final int LONGEST_NAME = 100;
    static final int LONGEST_NUMBER = 50;
    private static final int MOST_DISTRICTS = 10;
    private static final int OLDEST = 30;

    private ParticipantInput() {}

    /** A district at which the child is a student. */
    record ParticipantDistrictInput(
            String districtId, @Nullable String districtStudentId) {

        UUID district() {
            return Id.DISTRICT.key(districtId);
        }

        String number() {
            return Objects.requireNonNullElse(Typed.trimmed(districtStudentId), "");
        }
    }

    record AddParticipantInput(
            String idempotencyKey,
            String givenName,
            String familyName,
            @Nullable String preferredGivenName,
            @Nullable LocalDate birthDate,
            @Nullable LocalDate enteredCollegeOn,
            @Nullable String externalId,
            List<ParticipantDistrictInput> districts,
            String programId,
            LocalDate begins,
            @Nullable LocalDate ends,
            boolean notADuplicate) {

        Person person() {
            return new Person(
                    new Person.Names(givenName, familyName, preferredGivenName),
                    birthDate,
                    enteredCollegeOn,
                    Typed.trimmed(externalId));
        }

        List<UserError> mistakes(LocalDate today) {
            var errors = person().mistakes(today);
            if (districts.size() > MOST_DISTRICTS) {
                errors.add(UserError.outOfRange("input.districts", "Name at most " + MOST_DISTRICTS + " districts."));
            }
            var known = new HashSet<String>();
            for (var n = 0; n < districts.size(); n++) {
                var place = "input.districts." + n;
                if (!known.add(districts.get(n).districtId())) {
                    errors.add(UserError.conflict(place + ".districtId", "Name each district once."));
                }
                errors.addAll(numberMistakes(
                        place + ".districtStudentId", districts.get(n).districtStudentId()));
            }
            return errors;
        }
    }

    record CorrectParticipantInput(
            String participantId,
            int version,
            String givenName,
            String familyName,
            @Nullable String preferredGivenName,
            @Nullable LocalDate birthDate,
            @Nullable LocalDate enteredCollegeOn,
            @Nullable String externalId) {

        Person person() {
            return new Person(
                    new Person.Names(givenName, familyName, preferredGivenName),
                    birthDate,
                    enteredCollegeOn,
                    Typed.trimmed(externalId));
        }
    }

    record AddParticipantDistrictInput(
            String participantId,
            String districtId,
            @Nullable String districtStudentId) {}

    record CorrectDistrictStudentIdInput(
            String studentId, int version, @Nullable String districtStudentId) {}

    record RemoveParticipantDistrictInput(String studentId, int version) {}

    record MergeParticipantsInput(String keepId, int keepVersion, String mergeId, int mergeVersion) {}

    record DestroyParticipantInput(String participantId, int version, String reason) {}

    static List<UserError> numberMistakes(String field, @Nullable String number) {
        var problem = Typed.problem(Typed.trimmed(number), LONGEST_NUMBER);
        return problem == null ? List.of() : List.of(UserError.malformed(field, problem));
    }

    /** Who the child is. */
    record Person(
            Names names,
            @Nullable LocalDate birthDate,
            @Nullable LocalDate enteredCollegeOn,
            @Nullable String externalId) {

        /** As typed. */
        record Names(
                String givenName,
                String familyName,
                @Nullable String preferredGivenName) {

            String given() {
                return givenName.strip();
            }

            String family() {
                return familyName.strip();
            }

            @Nullable
            String preferred() {
                return Typed.trimmed(preferredGivenName);
            }
        }

        /** The key, as far as a participant could have it: one that cannot be read is nobody's, and refused beside. */
        @Nullable
        String readableExternalId() {
            return Typed.problem(externalId, LONGEST_NAME) == null ? externalId : null;
        }

        List<UserError> mistakes(LocalDate today) {
            var errors = new ArrayList<UserError>();
            required(errors, "input.givenName", names.givenName());
            required(errors, "input.familyName", names.familyName());
            optional(errors, "input.preferredGivenName", names.preferred());
            optional(errors, "input.externalId", externalId);
            if (birthDate != null && !isPossible(birthDate, today)) {
                errors.add(UserError.outOfRange(
                        "input.birthDate", "Use a birth date of the last " + OLDEST + " years, not in the future."));
            }
            if (enteredCollegeOn != null && !isCollegeAge(enteredCollegeOn, today)) {
                errors.add(UserError.outOfRange(
                        "input.enteredCollegeOn", "Use a day from the 10th birthday on, at most a year from now."));
            }
            return errors;
        }

        private boolean isCollegeAge(LocalDate day, LocalDate today) {
            return !day.isAfter(today.plusYears(1))
                    && day.isAfter(today.minusYears(OLDEST))
                    && (birthDate == null || !day.isBefore(birthDate.plusYears(10)));
        }

        private static void required(List<UserError> errors, String field, String text) {
            if (text.isBlank()) {
                errors.add(UserError.malformed(field, "Enter a name."));
            } else {
                optional(errors, field, text.strip());
            }
        }

        private static void optional(List<UserError> errors, String field, @Nullable String text) {
            var problem = Typed.problem(text, LONGEST_NAME);
            if (problem != null) {
                errors.add(UserError.malformed(field, problem));
            }
        }
    }

    static boolean isPossible(LocalDate birthDate, LocalDate today) {
        return !birthDate.isAfter(today) && birthDate.isAfter(today.minusYears(OLDEST));
    }
}
