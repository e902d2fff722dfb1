package link.studentsuccess.connectors.oneroster;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import link.studentsuccess.connectors.oneroster.OneRosterService.Question;
import link.studentsuccess.connectors.oneroster.OneRosterService.Rows;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.CheckReport.Step;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.PermissionProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Evidence;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.OffsetPaging;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Watermark;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads schools, sessions, students, their stays at schools, sections and grades, and what else a feed names, from a
 * OneRoster service.
 *
 * <p>A full read asks for active objects, so what is gone is absent. A delta brings what changed since the watermark,
 * with tombstones where the supplier keeps them; nobody promises how long, so a feed reads in full now and then.
 */
public final class OneRosterConnector implements DistrictConnector {

    /** What sections and grades are made of. */
    private static final List<Question> GRADEBOOK =
            List.of(Question.CLASSES, Question.COURSES, Question.CATEGORIES, Question.LINE_ITEMS, Question.RESULTS);

    private static final int MOST_SESSION_PAGES = 50;
    /** Always with milliseconds: services compare stamps as text. */
    private static final DateTimeFormatter STAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    @Override
    public ConnectorSpec spec() {
        return OneRosterSpec.SPEC;
    }

    @Override
    public CheckReport check(ConnectorContext context) {
        var steps = new ArrayList<Step>();
        for (var question : questions(context)) {
            try {
                probe(question, context);
                steps.add(Step.ok(question.collection()));
            } catch (AuthProblem refused) {
                // The other steps would only be refused too, and might lock the account.
                steps.add(Step.failed("sign-in", refused));
                break;
            } catch (ConnectorProblem problem) {
                steps.add(
                        question.equals(Question.DEMOGRAPHICS) && isNotServed(problem)
                                ? new Step("demographics", true, "Not served: students arrive without birth dates.")
                                : Step.failed(question.collection(), problem));
            }
        }
        return new CheckReport(steps);
    }

    private static List<Question> questions(ConnectorContext context) {
        var questions =
                new ArrayList<>(List.of(Question.SCHOOLS, Question.SESSIONS, Question.STUDENTS, Question.DEMOGRAPHICS));
        if (context.settings().textOrNull("gradebookUrl") != null) {
            questions.addAll(GRADEBOOK);
        }
        for (var stream : FurtherStreams.named(context.settings())) {
            FurtherStreams.questions(stream).stream()
                    .filter(asked ->
                            questions.stream().noneMatch(q -> q.collection().equals(asked.collection())))
                    .forEach(questions::add);
        }
        return questions;
    }

    @Override
    public Catalog discover(ConnectorContext context) {
        var schools = isServed(Question.SCHOOLS, context);
        var sessions = isServed(Question.SESSIONS, context);
        var students = isServed(Question.STUDENTS, context);
        var grades = students
                && sessions
                && OneRosterSpec.of(context.settings()).gradebook() != null
                && GRADEBOOK.stream().allMatch(question -> isServed(question, context));
        var streams = new ArrayList<StreamSpec>();
        if (schools) {
            streams.add(new StreamSpec(StreamName.SCHOOL, Deletion.ABSENCE_IN_FULL, true, false));
        }
        if (sessions) {
            streams.add(new StreamSpec(StreamName.SESSION, Deletion.ABSENCE_IN_FULL, true, false));
        }
        if (grades) {
            // No delta: a course with a new title does not touch its classes.
            streams.add(new StreamSpec(StreamName.SECTION, Deletion.ABSENCE_IN_FULL, false, false));
        }
        if (students) {
            streams.add(new StreamSpec(StreamName.STUDENT, Deletion.ABSENCE_IN_FULL, true, false));
        }
        if (students && sessions) {
            // No delta: a stay that a supplier takes out of a user leaves no tombstone of its own.
            streams.add(new StreamSpec(StreamName.ENROLLMENT, Deletion.ABSENCE_IN_FULL, false, false));
        }
        if (grades) {
            streams.add(new StreamSpec(StreamName.GRADE, Deletion.ABSENCE_IN_FULL, true, false));
        }
        for (var further : FurtherStreams.named(context.settings())) {
            if (students && FurtherStreams.questions(further).stream().allMatch(asked -> isServed(asked, context))) {
                streams.add(new StreamSpec(further, Deletion.ABSENCE_IN_FULL, false, false));
            }
        }
        return new Catalog(streams, StudentKeys.SOURCE);
    }

    private static boolean isServed(Question question, ConnectorContext context) {
        try {
            probe(question, context);
            return true;
        } catch (PermissionProblem | SourceDefect problem) {
            if (isNotServed(problem)) {
                return false;
            }
            throw problem;
        }
    }

    private static boolean isNotServed(ConnectorProblem problem) {
        return problem instanceof PermissionProblem
                || (problem instanceof SourceDefect defect && defect.status() == 404);
    }

    private static void probe(Question question, ConnectorContext context) {
        var spec = OneRosterSpec.of(context.settings());
        new OneRosterService(spec, context.http()).rows(question, null, OffsetPaging.begin(""), 1);
    }

    @Override
    public Page fetch(PageRequest request, ConnectorContext context) {
        var pull = Pull.of(request, context);
        return switch (request.stream()) {
            case SCHOOL -> pull.page(Question.SCHOOLS, pull.mapping()::school);
            case SESSION -> pull.page(Question.SESSIONS, pull.mapping()::session);
            case SECTION -> pull.sections();
            case STUDENT -> pull.students();
            case ENROLLMENT -> pull.enrollments();
            case GRADE -> pull.grades();
            case SCHEDULE -> pull.schedule();
            case CONTACT -> pull.page(Question.REACHED, pull.facts()::contact);
            case DEMOGRAPHICS -> pull.page(Question.CENSUS, pull.facts()::demographics);
            default ->
                throw new ConfigProblem(
                        "This reads no " + request.stream() + " from OneRoster: combine the feed with files.");
        };
    }

    /** One request on its way to its page. */
    record Pull(PageRequest request, ConnectorContext context, OneRosterSpec spec, OneRosterService service) {

        static Pull of(PageRequest request, ConnectorContext context) {
            var spec = OneRosterSpec.of(context.settings());
            var further = FurtherStreams.ALL.contains(request.stream());
            if (further && !FurtherStreams.named(context.settings()).contains(request.stream())) {
                throw new ConfigProblem(
                        "The setting '" + FurtherStreams.SETTING + "' does not name " + request.stream() + ".");
            }
            var whole = further || request.stream() == StreamName.ENROLLMENT || request.stream() == StreamName.SECTION;
            if (request.mode() != Mode.FULL && (whole || request.mode() != Mode.DELTA)) {
                throw new ConfigProblem("OneRoster does not read " + request.stream() + " as " + request.mode() + ".");
            }
            return new Pull(request, context, spec, new OneRosterService(spec, context.http()));
        }

        OneRosterMapping mapping() {
            return spec.mapping();
        }

        FactMapping facts() {
            return new FactMapping(mapping());
        }

        Page page(Question question, BiFunction<SourceKey, JsonNode, @Nullable Change> map) {
            var paging = paging();
            var answer = ask(question, paging);
            var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
            var changes = changes(question, fresh, map);
            var memo = memo(paging, answer);
            return page(
                    changes,
                    fresh.size(),
                    answer,
                    paging.withMemo(memo.text()).next(fresh, answer.total(), OneRosterMapping::keyText),
                    memo);
        }

        Page students() {
            var paging = paging();
            if (!paging.memo().isEmpty() && PullMemo.parse(paging.memo()).changedDemographics()) {
                return studentsWithChangedDemographics(paging);
            }
            var answer = ask(Question.STUDENTS, paging);
            var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
            var wanted = fresh.stream()
                    .filter(OneRosterMapping::isActive)
                    .map(OneRosterMapping::keyText)
                    .filter(key -> !key.isEmpty())
                    .toList();
            var memo = memo(paging, answer);
            var demographics = memo.birthDates() ? BirthDates.of(wanted, service) : BirthDates.none();
            if (memo.birthDates() && !demographics.offered() && paging.offset() > 0) {
                throw new PermissionProblem(
                        "The right to read demographics was lost during the read: ask for it again.");
            }
            var offered = new PullMemo(memo.watermark(), demographics.offered(), false, "");
            var changes = changes(
                    Question.STUDENTS,
                    fresh,
                    (key, user) -> mapping()
                            .student(key, user, demographics.demographics().get(key.value())));
            var next = paging.withMemo(offered.text()).next(fresh, answer.total(), OneRosterMapping::keyText);
            if (next == null && request.mode() == Mode.DELTA && offered.birthDates()) {
                next = OffsetPaging.begin(new PullMemo(offered.watermark(), true, true, "").text());
            }
            return page(changes, fresh.size(), answer, next, offered);
        }

        /** A changed birth date does not touch the user's own stamp, so a delta looks at both. */
        private Page studentsWithChangedDemographics(OffsetPaging paging) {
            var memo = PullMemo.parse(paging.memo());
            var since = since();
            var answer = ask(Question.DEMOGRAPHICS, paging);
            var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
            var changes = new ArrayList<Change>();
            for (var demographics : fresh) {
                var key = OneRosterMapping.key(demographics);
                var user = key == null ? null : service.one(Question.STUDENTS, key.value());
                if (key != null
                        && user != null
                        && OneRosterMapping.isActive(user)
                        && since != null
                        && !OneRosterMapping.changedSince(user, since)) {
                    changes.add(mapping().student(key, user, demographics));
                }
            }
            return page(
                    changes, fresh.size(), answer, paging.next(fresh, answer.total(), OneRosterMapping::keyText), memo);
        }

        /** Classes, each page with the courses and sessions that it refers to. */
        Page sections() {
            var paging = paging();
            var answer = ask(Question.CLASSES, paging);
            var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
            var courses = referred(Question.COURSES, fresh.stream().map(Pull::courseOf));
            var sessions = referred(
                    Question.SESSIONS,
                    fresh.stream()
                            .flatMap(taught ->
                                    OneRosterMapping.sessionsOf(taught, courses.get(courseOf(taught))).stream()));
            var changes = changes(
                    Question.CLASSES, fresh, (key, taught) -> mapping().section(key, taught, courses, sessions));
            var memo = memo(paging, answer);
            return page(
                    changes,
                    fresh.size(),
                    answer,
                    paging.withMemo(memo.text()).next(fresh, answer.total(), OneRosterMapping::keyText),
                    memo);
        }

        /** Students in classes, each page with the classes and sessions that it leads to. */
        Page schedule() {
            var paging = paging();
            var answer = service.rows(Question.ATTENDED, "status='active' AND role='student'", paging, size());
            var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
            var classes = referred(Question.SCHEDULED, fresh.stream().map(attended -> keyOf(attended.path("class"))));
            var sessions = referred(
                    Question.SESSIONS,
                    classes.values().stream().flatMap(taught -> OneRosterMapping.sessionsOf(taught, null).stream()));
            var referred = new FactMapping.Referred(classes, sessions);
            var changes =
                    changes(Question.ATTENDED, fresh, (key, attended) -> facts().scheduled(key, attended, referred));
            var memo = memo(paging, answer);
            return page(
                    changes,
                    fresh.size(),
                    answer,
                    paging.withMemo(memo.text()).next(fresh, answer.total(), OneRosterMapping::keyText),
                    memo);
        }

        private static String courseOf(JsonNode taught) {
            return keyOf(taught.path("course"));
        }

        private static String keyOf(JsonNode reference) {
            var key = OneRosterMapping.text(reference, "sourcedId");
            return key == null ? "" : key;
        }

        private Map<String, JsonNode> referred(Question question, Stream<String> keys) {
            var wanted = keys.filter(key -> !key.isEmpty()).distinct().sorted().toList();
            return service.byKeys(question, wanted, spec.paging().size());
        }

        Page grades() {
            var gradebook = spec.gradebook();
            if (gradebook == null) {
                throw new ConfigProblem("The setting 'gradebookUrl' is missing: add it to the feed to read grades.");
            }
            return new Grades(this, gradebook).page();
        }

        Page enrollments() {
            var paging = paging();
            var answer = ask(Question.ENROLLED, paging);
            var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
            var memo = memo(paging, answer);
            if (memo.years().isEmpty()) {
                memo = new PullMemo(
                        memo.watermark(), false, false, schoolYears().text());
            }
            var years = SchoolYears.parse(memo.years());
            var today = LocalDate.now(context.clock());
            var changes = new ArrayList<Change>();
            for (var user : fresh) {
                var key = OneRosterMapping.key(user);
                if (key == null) {
                    changes.add(Reject.missing(null, "users.sourcedId"));
                } else if (OneRosterMapping.isActive(user)) {
                    changes.addAll(mapping().enrollments(key, user, years, today));
                }
            }
            return page(
                    changes,
                    fresh.size(),
                    answer,
                    paging.withMemo(memo.text()).next(fresh, answer.total(), OneRosterMapping::keyText),
                    memo);
        }

        private SchoolYears schoolYears() {
            var sessions = new ArrayList<JsonNode>();
            var paging = OffsetPaging.begin("");
            for (var i = 0; paging != null && i < MOST_SESSION_PAGES; i++) {
                var answer = service.rows(
                        Question.SESSIONS,
                        "status='active'",
                        paging,
                        spec.paging().size());
                var fresh = paging.fresh(answer.rows(), OneRosterMapping::keyText);
                sessions.addAll(fresh);
                paging = paging.next(fresh, answer.total(), OneRosterMapping::keyText);
            }
            var years = mapping().schoolYears(sessions);
            if (years.years().isEmpty()) {
                throw new SourceDefect(
                        "The service has no academic sessions with dates: enrollments cannot be told from year to year"
                                + " until the supplier adds the school year.");
            }
            return years;
        }

        private List<Change> changes(
                Question question, List<JsonNode> fresh, BiFunction<SourceKey, JsonNode, @Nullable Change> map) {
            var changes = new ArrayList<Change>();
            for (var object : fresh) {
                var key = OneRosterMapping.key(object);
                if (key == null) {
                    changes.add(Reject.missing(null, question.envelope() + ".sourcedId"));
                } else if (OneRosterMapping.isActive(object)) {
                    var change = map.apply(key, object);
                    if (change != null) {
                        changes.add(change);
                    }
                } else if (request.mode() == Mode.DELTA) {
                    changes.add(new Delete(key));
                }
            }
            return changes;
        }

        int size() {
            return Math.min(request.sizeHint(), spec.paging().size());
        }

        private Rows ask(Question question, OffsetPaging paging) {
            return service.rows(question, filter(), paging, size());
        }

        private String filter() {
            var since = since();
            return since == null ? "status='active'" : since(since);
        }

        static String since(Instant moment) {
            return "dateLastModified>=" + OneRosterService.quoted(STAMP.format(moment));
        }

        @Nullable
        Instant since() {
            var since = request.since();
            if (request.mode() != Mode.DELTA || since == null) {
                return null;
            }
            try {
                return Instant.parse(since.value());
            } catch (DateTimeException e) {
                throw new ConfigProblem("The stored watermark cannot be read: pull in full once.");
            }
        }

        private OffsetPaging paging() {
            Position at = request.at();
            return at == null ? OffsetPaging.begin("") : OffsetPaging.at(at);
        }

        /** Chosen at the first page: by the earlier of the two clocks, less the lag, and never back behind `since`. */
        private PullMemo memo(OffsetPaging paging, Rows answer) {
            if (!paging.memo().isEmpty()) {
                return PullMemo.parse(paging.memo());
            }
            return new PullMemo(start(answer), true, false, "");
        }

        /** The watermark that a pull with this first answer hands out. */
        Instant start(Rows answer) {
            var now = context.clock().instant();
            var sent = answer.sent();
            var start = sent != null && sent.isBefore(now) ? sent : now;
            var watermark = start.minus(spec.paging().lag()).truncatedTo(ChronoUnit.MILLIS);
            var since = since();
            if (since != null && since.isAfter(watermark) && since.isBefore(start)) {
                watermark = since;
            }
            return watermark;
        }

        /** A page of grades; what the source declares of one line item says nothing of the whole read. */
        Page step(List<Change> changes, int rows, GradePosition next) {
            return new Page(changes, next.position(), null, Evidence.ofRows(rows));
        }

        Page last(List<Change> changes, int rows, Instant watermark) {
            return new Page(changes, null, new Watermark(STAMP.format(watermark)), Evidence.ofRows(rows));
        }

        private Page page(List<Change> changes, int rows, Rows answer, @Nullable OffsetPaging next, PullMemo memo) {
            // A delta of students reads two collections with a total each, of which neither is the whole.
            var twofold = request.stream() == StreamName.STUDENT && request.mode() == Mode.DELTA;
            var evidence = new Evidence(twofold ? null : answer.total(), null, rows);
            return next == null
                    ? new Page(changes, null, new Watermark(STAMP.format(memo.watermark())), evidence)
                    : new Page(changes, next.position(), null, evidence);
        }
    }
}
