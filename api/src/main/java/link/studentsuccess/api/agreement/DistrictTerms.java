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

    /** What is named twice is named once. */
    DistrictTerms {
        categories = categories.stream().distinct().toList();
        schoolCodes = distinct(
                schoolCodes == null
                        ? null
                        : schoolCodes.stream().map(String::strip).toList());
        schoolYears = distinct(schoolYears);
        designatedCategories = distinct(designatedCategories);
        staffKinds = distinct(staffKinds);
        consentCapacities = distinct(consentCapacities);
    }

    private static <T> @Nullable List<T> distinct(@Nullable List<T> values) {
        return values == null ? null : values.stream().distinct().toList();
    }

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
        designationProblems(errors);
        range(errors, "windDownDays", windDownDays, 0, 366);
        range(errors, "consentLongestMonths", consentLongestMonths, 1, 60);
        range(errors, "retentionDays", retentionDays, 0, 3660);
        range(errors, "destructionDays", destructionDays, 0, 366);
        return errors;
    }

    private void designationProblems(List<UserError> errors) {
        var field = "input.terms.designatedCategories";
        if (!basis.equals("SCHOOL_OFFICIAL")) {
            if (designatedCategories != null) {
                errors.add(UserError.conflict(field, "Only a school official is designated for categories."));
            }
            return;
        }
        if (designatedCategories == null || designatedCategories.isEmpty()) {
            errors.add(UserError.malformed(
                    field, "Name the categories for which the school official is designated: without, nothing opens."));
            return;
        }
        if (!categories.containsAll(designatedCategories)) {
            errors.add(UserError.conflict(field, "Designate only categories that the agreement covers."));
        }
        if (designatedCategories.contains("MEAL_STATUS")) {
            // 7 CFR 245.6: whether a child is eligible is told with the household's consent alone.
            errors.add(UserError.conflict(field, "MEAL_STATUS opens by a consent of its own alone: leave it out."));
        }
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
