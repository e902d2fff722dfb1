package link.studentsuccess.schema.oracle;

import java.util.Set;

/** What is answered about a category of a student: ALLOW with the enrollments that are opened, INVISIBLE, or a reason. */
record Decision(String outcome, Set<String> enrollments) {

    static final String ALLOW = "ALLOW";
    static final String INVISIBLE = "INVISIBLE";

    static Decision closed(String outcome) {
        return new Decision(outcome, Set.of());
    }

    boolean allows() {
        return outcome.equals(ALLOW);
    }

    @Override
    public String toString() {
        return allows() ? outcome + enrollments : outcome;
    }
}
