package link.studentsuccess.sampledistrict;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import link.studentsuccess.sampledistrict.Gradebook.Category;
import link.studentsuccess.sampledistrict.Gradebook.Line;
import link.studentsuccess.sampledistrict.Gradebook.Mark;
import link.studentsuccess.sampledistrict.Team.Member;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The gradebook as OneRoster 1.2 objects. */
record GradebookObjects(Gradebook gradebook, URI rosterBase, URI base) {

    List<ObjectNode> categories(Instant modified) {
        var categories = new ArrayList<ObjectNode>();
        for (var category : Category.values()) {
            categories.add(Catalogue.object(id(category), modified).put("title", category.title()));
        }
        return categories;
    }

    List<ObjectNode> lineItems() {
        return gradebook.lines().values().stream().map(this::lineItem).toList();
    }

    private ObjectNode lineItem(Line line) {
        var column = line.column();
        var most = column.category() == Category.ASSIGNMENT ? Gradebook.ASSIGNMENT_POINTS : 100;
        var node = Catalogue.object(line.id(), gradebook.endOf(column.begins()))
                .put("title", column.title())
                .put("assignDate", column.begins().toString())
                .put("dueDate", column.gradedOn().toString())
                .put("resultValueMin", 0)
                .put("resultValueMax", most);
        node.set("class", Catalogue.reference(rosterBase, "classes", line.classId(), "class"));
        var school = line.team().campus().school().sourcedId();
        node.set("school", Catalogue.reference(rosterBase, "orgs", school, "org"));
        node.set("category", Catalogue.reference(base, "categories", id(column.category()), "category"));
        node.set(
                "academicSession",
                Catalogue.reference(rosterBase, "academicSessions", column.session(), "academicSession"));
        return node;
    }

    /** Of all lines, or of one. */
    List<ObjectNode> results(@Nullable String lineId) {
        var results = new ArrayList<ObjectNode>();
        for (var line : gradebook.lines().values()) {
            if (lineId == null || lineId.equals(line.id())) {
                add(line, results);
            }
        }
        return results;
    }

    private void add(Line line, List<ObjectNode> results) {
        var lineItem = Catalogue.reference(base, "lineItems", line.id(), "lineItem");
        var taught = Catalogue.reference(rosterBase, "classes", line.classId(), "class");
        for (var member : line.members()) {
            var mark = gradebook.mark(line, member);
            if (mark != null) {
                var result = result(line, member, mark);
                result.set("lineItem", lineItem);
                result.set("class", taught);
                results.add(result);
            }
        }
    }

    private ObjectNode result(Line line, Member member, Mark mark) {
        var node = Catalogue.object(line.resultId(member), mark.updatedAt(), mark.deleted());
        var student = member.roll().student().sourcedId();
        node.set("student", Catalogue.reference(rosterBase, "users", student, "user"));
        node.put("scoreDate", mark.gradedOn().toString()).put("inProgress", Boolean.toString(mark.open()));
        if (line.column().category() == Category.ASSIGNMENT) {
            return assignment(node, mark);
        }
        node.put("scoreStatus", mark.open() ? "partially graded" : "fully graded")
                .put("textScore", mark.letter());
        if (mark.percent() != null) {
            node.put("score", mark.percent());
        }
        if (mark.credits() != null) {
            // OneRoster has no place for credits; the extensions of an object go into its metadata.
            node.putObject("metadata")
                    .put("creditsAttempted", Gradebook.SEMESTER_CREDIT.toString())
                    .put("creditsEarned", mark.credits().toString());
        }
        return node;
    }

    /** Who is weak hands in nothing now and then. */
    private static ObjectNode assignment(ObjectNode node, Mark mark) {
        var percent = mark.percent() == null ? 0 : mark.percent();
        if (percent < 58) {
            return node.put("scoreStatus", "not submitted").put("missing", "true");
        }
        return node.put("scoreStatus", "fully graded").put("score", percent * Gradebook.ASSIGNMENT_POINTS / 100);
    }

    private static String id(Category category) {
        return "cat-" + category.name().toLowerCase(Locale.ROOT);
    }
}
