package link.studentsuccess.api.matching;

import io.r2dbc.spi.Readable;
import link.studentsuccess.api.access.Rows;
import org.jspecify.annotations.Nullable;

/** A child as its organization typed it. */
record TypedChild(
        String givenName, String familyName, @Nullable String districtStudentId) {

    static TypedChild read(Readable row) {
        return new TypedChild(
                Rows.text(row, "given_name"),
                Rows.text(row, "family_name"),
                Rows.textOrNull(row, "district_student_id"));
    }
}
