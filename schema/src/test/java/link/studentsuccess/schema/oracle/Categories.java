package link.studentsuccess.schema.oracle;

import java.util.List;

/** All categories, in the policy's order; a new one is a line here. */
final class Categories {

    static final List<String> ALL = List.of(
            "ENROLLMENT",
            "CONTACT",
            "SCHEDULE",
            "DEMOGRAPHICS",
            "ATTENDANCE",
            "ATTENDANCE_REASON",
            "GRADES",
            "ASSIGNMENTS",
            "ASSESSMENTS",
            "DISCIPLINE",
            "SPECIAL_EDUCATION",
            "SECTION_504",
            "MULTILINGUAL",
            "HOUSING_FOSTER",
            "MEAL_STATUS",
            "PARTICIPATION");

    private Categories() {}
}
