package link.studentsuccess.api.designation;

import org.jspecify.annotations.Nullable;

/** What became of one number of a list. */
record DesignationResult(
        String districtStudentId,
        @Nullable Designation designation,
        @Nullable Refusal refusal,
        @Nullable Boolean published) {

    enum Refusal {
        MALFORMED,
        REPEATED,
        ALREADY_ON_THE_ROSTER,
        NOT_AT_YOUR_SCHOOLS
    }

    static DesignationResult refused(String number, Refusal refusal) {
        return new DesignationResult(number, null, refusal, null);
    }
}
