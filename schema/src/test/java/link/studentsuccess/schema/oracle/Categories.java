package link.studentsuccess.schema.oracle;

import java.util.List;

/** The categories about which the oracle is asked; a new one is a line here. */
final class Categories {

    static final List<String> ALL = List.of(
            "ENROLLMENT",
            "ATTENDANCE",
            "ATTENDANCE_REASON",
            "GRADES",
            "DISCIPLINE",
            "SPECIAL_EDUCATION",
            "SECTION_504",
            "MULTILINGUAL",
            "HOUSING_FOSTER",
            "MEAL_STATUS",
            "PARTICIPATION");

    private Categories() {}
}
