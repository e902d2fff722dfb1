package link.studentsuccess.connectors.oneroster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.oneroster.OneRosterService.Question;
import link.studentsuccess.connectors.spi.ConnectorProblem.PermissionProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.OffsetPaging;
import tools.jackson.databind.JsonNode;

/**
 * The demographics that belong to one page of students. Both collections are in the order of the same keys, so one
 * question for the range from the page's first key to its last brings them all; who is still missing is asked for by
 * key, which also serves where a server honours neither the range nor the order.
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
            return new BirthDates(joined(students, service), true);
        } catch (PermissionProblem e) {
            return none();
        } catch (SourceDefect e) {
            if (e.status() == 404) {
                return none();
            }
            throw e;
        }
    }

    private static Map<String, JsonNode> joined(List<String> students, OneRosterService service) {
        var found = new HashMap<String, JsonNode>();
        var complete = range(students, service, found);
        for (var student : students) {
            if (!complete && !found.containsKey(student)) {
                var one = service.one(Question.DEMOGRAPHICS, student);
                if (one != null) {
                    found.put(student, one);
                }
            }
        }
        return found;
    }

    /** Whether the answer is known to hold all there is in the range. */
    private static boolean range(List<String> students, OneRosterService service, Map<String, JsonNode> found) {
        var filter = "sourcedId>=" + OneRosterService.quoted(students.get(0)) + " AND sourcedId<="
                + OneRosterService.quoted(students.get(students.size() - 1));
        try {
            // Teachers may stand between the students, so there is room for as many others.
            var answer = service.rows(Question.DEMOGRAPHICS, filter, OffsetPaging.begin(""), 2 * students.size());
            found.putAll(OneRosterMapping.byKey(answer.rows()));
            var total = answer.total();
            return total != null
                    && total <= answer.rows().size()
                    && students.stream().anyMatch(found::containsKey);
        } catch (SourceDefect e) {
            if (e.status() == 400 || e.status() == 422) {
                return false;
            }
            throw e;
        }
    }
}
