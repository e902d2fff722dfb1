package link.studentsuccess.connectors.oneroster;

import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.oneroster.OneRosterService.Question;
import link.studentsuccess.connectors.spi.ConnectorProblem.PermissionProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import tools.jackson.databind.JsonNode;

/**
 * The demographics that belong to one page of students. Both collections are in the order of the same keys, so one
 * question for the range from the page's first key to its last brings them all.
 *
 * @param demographics by key
 * @param offered false where the service refuses or does not have them, which means no birth dates and is no failure
 */
record BirthDates(Map<String, JsonNode> demographics, boolean offered) {

    static BirthDates none() {
        return new BirthDates(Map.of(), false);
    }

    static BirthDates of(List<String> students, OneRosterService service) {
        if (students.isEmpty()) {
            return new BirthDates(Map.of(), true);
        }
        try {
            // Teachers may stand between the students, so there is room for as many others.
            return new BirthDates(service.byKeys(Question.DEMOGRAPHICS, students, students.size()), true);
        } catch (PermissionProblem e) {
            return none();
        } catch (SourceDefect e) {
            if (e.status() == 404) {
                return none();
            }
            throw e;
        }
    }
}
