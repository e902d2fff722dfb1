package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;

/**
 * What a district and an organization agree: the same record as a client sends it and as it is stored. Null in a list
 * means all, where the SDL says so.
 */
record DistrictTerms(
        @Nullable LocalDate begins,
        @Nullable LocalDate ends,
        List<String> categories,
        @Nullable List<String> schoolCodes,
        @Nullable List<Integer> schoolYears,
        String basis,
        @Nullable List<String> designatedCategories,
        String verification,
        boolean operatorIsAgent,
        int windDownDays,
        String purpose,
        @Nullable List<String> staffKinds,
        boolean requiresBackgroundCheck,
        boolean requiresNamedStaff,
        boolean consentOwnForm,
        @Nullable Integer consentLongestMonths,
        boolean consentWetSignature,
        @Nullable List<String> consentCapacities,
        boolean consentProofRequired,
        boolean mayExport,
        boolean mayPrint,
        @Nullable Integer retentionDays,
        int destructionDays) {

    private static final int LONGEST_PURPOSE = 500;
    private static final int LONGEST_CODE = 50;
    private static final int MOST_SCHOOLS = 500;

    /** All that is wrong with them, each with its place in the input. */
    List<UserError> errors() {
        var errors = new ArrayList<UserError>();
        if (begins == null || (ends != null && !ends.isAfter(begins))) {
            errors.add(UserError.outOfRange("input.terms.ends", "The end comes after the first day."));
        }
        if (categories.isEmpty()) {
            errors.add(UserError.malformed("input.terms.categories", "Name at least one category."));
        }
        purposeProblem(errors);
        schoolProblems(errors);
        if (schoolYears != null
                && (schoolYears.isEmpty() || schoolYears.stream().anyMatch(year -> year < 2000 || year > 2100))) {
            errors.add(UserError.outOfRange(
                    "input.terms.schoolYears",
                    "A school year is the calendar year it ends in; leave the list out for all years."));
        }
        if (designatedCategories != null && !basis.equals("SCHOOL_OFFICIAL")) {
            errors.add(UserError.conflict(
                    "input.terms.designatedCategories", "Only a school official is designated for categories."));
        }
        if (designatedCategories != null && !categories.containsAll(designatedCategories)) {
            errors.add(UserError.conflict(
                    "input.terms.designatedCategories", "Designate only categories that the agreement covers."));
        }
        range(errors, "windDownDays", windDownDays, 0, 366);
        range(errors, "consentLongestMonths", consentLongestMonths, 1, 60);
        range(errors, "retentionDays", retentionDays, 0, 3660);
        range(errors, "destructionDays", destructionDays, 0, 366);
        return errors;
    }

    private void purposeProblem(List<UserError> errors) {
        var text = Typed.trimmed(purpose);
        var problem = text == null ? "Say the legitimate educational purpose." : Typed.problem(text, LONGEST_PURPOSE);
        if (problem != null) {
            errors.add(UserError.malformed("input.terms.purpose", problem));
        }
    }

    private void schoolProblems(List<UserError> errors) {
        if (schoolCodes == null) {
            return;
        }
        if (schoolCodes.isEmpty() || schoolCodes.size() > MOST_SCHOOLS) {
            errors.add(UserError.outOfRange(
                    "input.terms.schoolCodes", "Name 1 to " + MOST_SCHOOLS + " schools; leave the list out for all."));
        }
        if (schoolCodes.stream().anyMatch(code -> code.isBlank() || Typed.problem(code, LONGEST_CODE) != null)) {
            errors.add(UserError.malformed(
                    "input.terms.schoolCodes",
                    "A school's code has at most " + LONGEST_CODE + " readable characters."));
        }
    }

    private static void range(List<UserError> errors, String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            errors.add(UserError.outOfRange("input.terms." + field, "Use " + least + " to " + most + "."));
        }
    }
}
