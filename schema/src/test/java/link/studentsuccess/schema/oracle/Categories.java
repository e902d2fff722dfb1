package link.studentsuccess.schema.oracle;

import java.util.List;

/** The categories about which the oracle is asked; a new one is a line here. */
final class Categories {

    static final List<String> ALL =
            List.of("ENROLLMENT", "ATTENDANCE", "GRADES", "PARTICIPATION", "DISCIPLINE", "SPECIAL_EDUCATION");

    private Categories() {}
}
