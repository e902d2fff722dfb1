package link.studentsuccess.connectors.oneroster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.oneroster.GradeMapping.Line;
import link.studentsuccess.connectors.oneroster.GradePosition.Category;
import link.studentsuccess.connectors.oneroster.OneRosterConnector.Pull;
import link.studentsuccess.connectors.oneroster.OneRosterMapping.Unusable;
import link.studentsuccess.connectors.oneroster.OneRosterService.Question;
import link.studentsuccess.connectors.oneroster.OneRosterSpec.Gradebook;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.OffsetPaging;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.Reject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads grades from the line items that are some. Results know neither their category nor their grading period, and nine
 * of ten are assignments; so the way leads from the categories of grades over their line items to the results of each.
 * It costs one question for each such line item, in a delta too, and assignments are never read.
 */
record Grades(Pull pull, Gradebook gradebook, Map<String, JsonNode> sessions) {

    /** So many line items are read in one page at the most. */
    private static final int LINE_ITEMS_AHEAD = 25;

    /** For one page; the line items of a page share a few academic sessions, which are asked for once. */
    Grades(Pull pull, Gradebook gradebook) {
        this(pull, gradebook, new HashMap<>());
    }

    Page page() {
        var at = pull.request().at();
        if (at == null) {
            return nextCategory(null);
        }
        var position = GradePosition.parse(at);
        var category = position.category();
        return category == null ? nextCategory(position) : lineItems(position, category);
    }

    private Page nextCategory(@Nullable GradePosition at) {
        var paging = at == null || at.categories() == null ? OffsetPaging.begin("") : at.categories();
        var answer = pull.service().rows(Question.CATEGORIES, "status='active'", paging, pull.size());
        var position = at == null ? GradePosition.begin(pull.start(answer)) : at;
        var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
        for (var i = 0; i < fresh.size(); i++) {
            var key = OneRosterMapping.key(fresh.get(i));
            var kind = gradebook.categories().kind(OneRosterMapping.text(fresh.get(i), "title"));
            if (key != null && kind != null && OneRosterMapping.isActive(fresh.get(i))) {
                var further = paging.next(fresh.subList(0, i + 1), answer.total(), OneRosterMapping::keyText);
                return pull.step(List.of(), 0, position.in(new Category(key.value(), kind), further));
            }
        }
        return between(List.of(), 0, position, paging.next(fresh, answer.total(), OneRosterMapping::keyText));
    }

    private Page between(List<Change> changes, int rows, GradePosition position, @Nullable OffsetPaging categories) {
        return categories == null
                ? pull.last(changes, rows, position.watermark())
                : pull.step(changes, rows, position.between(categories));
    }

    /** The results of one line item after the other, until a page is full or one of them has more than fit into an answer. */
    private Page lineItems(GradePosition position, Category category) {
        var paging = position.lineItems();
        var answer = pull.service()
                .rows(Question.LINE_ITEMS, lineItemFilter(category), paging, Math.min(pull.size(), LINE_ITEMS_AHEAD));
        var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
        var changes = new ArrayList<Change>();
        var rows = 0;
        var at = position.results();
        var i = next(fresh, 0, category);
        while (i < fresh.size() && rows < pull.size()) {
            var results = results(at, fresh.get(i), category);
            changes.addAll(results.changes());
            rows += results.rows();
            if (results.next() != null) {
                var here =
                        i == 0 ? paging : paging.next(fresh.subList(0, i), answer.total(), OneRosterMapping::keyText);
                return pull.step(changes, rows, position.atResult(there(here), results.next()));
            }
            at = OffsetPaging.begin("");
            i = next(fresh, i + 1, category);
        }
        return afterLineItems(
                changes, rows, position, paging.next(fresh.subList(0, i), answer.total(), OneRosterMapping::keyText));
    }

    private static OffsetPaging there(@Nullable OffsetPaging lineItem) {
        if (lineItem == null) {
            throw new SourceDefect(
                    "The source gives more line items than it says it has: its supplier must look at it.");
        }
        return lineItem;
    }

    private Page afterLineItems(
            List<Change> changes, int rows, GradePosition position, @Nullable OffsetPaging lineItems) {
        return lineItems == null
                ? between(changes, rows, position, position.categories())
                : pull.step(changes, rows, position.atLineItem(lineItems));
    }

    private String lineItemFilter(Category category) {
        var ofCategory = "category.sourcedId=" + OneRosterService.quoted(category.key());
        // A delta looks at those gone too: their grades are gone with them.
        return isDelta() ? ofCategory : "status='active' AND " + ofCategory;
    }

    private boolean isDelta() {
        return pull.request().mode() == Mode.DELTA;
    }

    private int next(List<JsonNode> lineItems, int from, Category category) {
        for (var i = from; i < lineItems.size(); i++) {
            var lineItem = lineItems.get(i);
            if (OneRosterMapping.key(lineItem) != null
                    && category.key().equals(OneRosterMapping.text(lineItem.path("category"), "sourcedId"))
                    && (isDelta() || OneRosterMapping.isActive(lineItem))) {
                return i;
            }
        }
        return lineItems.size();
    }

    /** Some results of one line item, and where the rest begins. */
    private record Results(
            List<Change> changes, int rows, @Nullable OffsetPaging next) {}

    private Results results(OffsetPaging paging, JsonNode lineItem, Category category) {
        var id = OneRosterMapping.keyText(lineItem).strip();
        var answer = pull.service().rows(Question.RESULTS, resultFilter(id, lineItem), paging, pull.size());
        var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
        var next = paging.next(fresh, answer.total(), OneRosterMapping::keyText);
        if (fresh.isEmpty()) {
            return new Results(List.of(), 0, next);
        }
        var changes = new ArrayList<Change>();
        Line line = null;
        if (OneRosterMapping.isActive(lineItem)) {
            try {
                line = line(lineItem, category);
            } catch (Unusable e) {
                // Once for the line item, not for each student on it.
                return new Results(List.of(e.of(OneRosterMapping.key(lineItem), "lineItems")), fresh.size(), next);
            }
        }
        for (var result : fresh) {
            var change = change(result, id, line);
            if (change != null) {
                changes.add(change);
            }
        }
        return new Results(changes, fresh.size(), next);
    }

    private String resultFilter(String lineItemId, JsonNode lineItem) {
        var ofLineItem = "lineItem.sourcedId=" + OneRosterService.quoted(lineItemId);
        var since = pull.since();
        if (since == null) {
            return ofLineItem + " AND status='active'";
        }
        // What a line item says holds for all its results, whose own stamps it does not touch.
        return changed(lineItem, since) ? ofLineItem : ofLineItem + " AND " + Pull.since(since);
    }

    private static boolean changed(JsonNode lineItem, Instant since) {
        return OneRosterMapping.changedSince(lineItem, since);
    }

    private Line line(JsonNode lineItem, Category category) throws Unusable {
        var id = GradeMapping.sessionOf(lineItem);
        if (id == null) {
            throw new Unusable(Reject.Code.MISSING, "academicSession.sourcedId");
        }
        var session = sessions.computeIfAbsent(id, key -> pull.service().one(Question.SESSIONS, key));
        if (session == null) {
            throw new Unusable(Reject.Code.UNKNOWN_REFERENCE, "academicSession.sourcedId");
        }
        var period = GradeMapping.period(pull.spec().mapping().sessionRecord(session));
        return GradeMapping.line(lineItem, category.kind(), period);
    }

    /** Absent for what is no grade, which in a delta may have been one before. */
    private @Nullable Change change(JsonNode result, String lineItemId, @Nullable Line line) {
        var key = OneRosterMapping.key(result);
        if (key == null) {
            return Reject.missing(null, "results.sourcedId");
        }
        var of = OneRosterMapping.text(result.path("lineItem"), "sourcedId");
        if (of != null && !of.equals(lineItemId)) {
            throw new SourceDefect(
                    "The service answers with results of other line items than asked for: its supplier must"
                            + " let results be filtered by lineItem.sourcedId.");
        }
        if (of == null) {
            return Reject.missing(key, "results.lineItem.sourcedId");
        }
        var grade = line == null || !OneRosterMapping.isActive(result)
                ? null
                : gradebook.mapping().grade(key, result, line);
        return grade == null && isDelta() ? new Delete(key) : grade;
    }
}
