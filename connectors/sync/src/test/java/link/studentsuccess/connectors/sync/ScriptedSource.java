package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.CalendarDayRecord;
import link.studentsuccess.connectors.spi.CanonicalRecord;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.Coded;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.Evidence;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.KeyChange;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.spi.Watermark;
import org.jspecify.annotations.Nullable;

/** A source whose every answer a test decides: rows by stream, pages of two, and something to happen at a request. */
final class ScriptedSource implements DistrictConnector {

    private static final int PAGE = 2;
    private static final int CALENDAR_PAGE = 50;

    /** What happens before a page is answered: in the source, or in our own database meanwhile. */
    interface Before {

        void answering(PageRequest request) throws SQLException;
    }

    private final String id;
    private final Set<StreamName> streams;
    private final Catalog.StudentKeys keys;
    private final Map<StreamName, Map<String, Upsert>> rows = new EnumMap<>(StreamName.class);
    private final List<Happening> changed = new ArrayList<>();
    final List<PageRequest> requests = new CopyOnWriteArrayList<>();
    private Before before = request -> {};
    private @Nullable DateRange covered;
    private boolean delta;
    private Catalog.Deletion deletion = Catalog.Deletion.ABSENCE_IN_FULL;
    private long declaredBeside;

    ScriptedSource(String id, Catalog.StudentKeys keys, Set<StreamName> streams) {
        this.id = id;
        this.keys = keys;
        this.streams = streams;
        streams.forEach(s -> rows.put(s, new LinkedHashMap<>()));
    }

    static ScriptedSource roster() {
        return new ScriptedSource(
                "scripted",
                Catalog.StudentKeys.SOURCE,
                Set.of(StreamName.SCHOOL, StreamName.CALENDAR_DAY, StreamName.STUDENT, StreamName.ENROLLMENT));
    }

    static ScriptedSource whole() {
        return new ScriptedSource("scripted", Catalog.StudentKeys.SOURCE, Set.of(StreamName.values()));
    }

    static ScriptedSource attendanceFiles() {
        return new ScriptedSource("files", Catalog.StudentKeys.DISTRICT_STUDENT_ID, Set.of(StreamName.ATTENDANCE));
    }

    static ScriptedSource gradeFiles() {
        return new ScriptedSource(
                "files", Catalog.StudentKeys.DISTRICT_STUDENT_ID, Set.of(StreamName.SECTION, StreamName.GRADE));
    }

    ScriptedSource offeringChanges() {
        delta = true;
        return this;
    }

    ScriptedSource tellingDeletions() {
        deletion = Catalog.Deletion.EXPLICIT;
        return this;
    }

    /** What happens when a page is asked for; it may throw. */
    ScriptedSource before(Before happening) {
        before = happening;
        return this;
    }

    ScriptedSource well() {
        declaredBeside = 0;
        return before(request -> {});
    }

    /** Declares rows that never come. */
    ScriptedSource declaringMore(long rowsBeside) {
        declaredBeside = rowsBeside;
        return this;
    }

    ScriptedSource covering(LocalDate first, LocalDate last) {
        covered = new DateRange(first, last);
        return this;
    }

    ScriptedSource school(String key, String code) {
        return put(StreamName.SCHOOL, key, new SchoolRecord("School " + key, code), Set.of());
    }

    ScriptedSource schoolDays(LocalDate first, LocalDate last) {
        for (var day = first; !day.isAfter(last); day = day.plusDays(1)) {
            put(StreamName.CALENDAR_DAY, day.toString(), new CalendarDayRecord(null, day, true), Set.of());
        }
        return this;
    }

    ScriptedSource student(String key, String number, String given, String family, @Nullable LocalDate birthDate) {
        return put(
                StreamName.STUDENT,
                key,
                new StudentRecord(number, given, family, null, birthDate),
                Set.of(new SourceKey(key)));
    }

    ScriptedSource enrolled(String student, String school, LocalDate entry, @Nullable LocalDate exit) {
        return put(
                StreamName.ENROLLMENT,
                "e-" + student + "-" + school,
                new EnrollmentRecord(new SourceKey(student), new SourceKey(school), 2027, "09", entry, exit),
                Set.of(new SourceKey(student)));
    }

    /** A stay that has ended, with the district's own word for why. */
    ScriptedSource left(String student, String school, LocalDate entry, LocalDate exit, String exitType) {
        return put(
                StreamName.ENROLLMENT,
                "e-" + student + "-" + school,
                new EnrollmentRecord(new SourceKey(student), new SourceKey(school), 2027, "09", entry, exit, exitType),
                Set.of(new SourceKey(student)));
    }

    /** A second stay at the same school in the same school year. */
    ScriptedSource enrolledAgain(String student, String school, LocalDate entry) {
        return put(
                StreamName.ENROLLMENT,
                "e2-" + student + "-" + school,
                new EnrollmentRecord(new SourceKey(student), new SourceKey(school), 2027, "09", entry, null),
                Set.of(new SourceKey(student)));
    }

    ScriptedSource absent(String student, LocalDate date, AttendanceStatus status) {
        return put(
                StreamName.ATTENDANCE,
                "a-" + student + "-" + date,
                new AttendanceRecord(new SourceKey(student), null, date, null, new Coded<>(status, "X", null)),
                Set.of(new SourceKey(student)));
    }

    ScriptedSource section(String key, String school, String title) {
        return put(
                StreamName.SECTION, key, new SectionRecord(new SourceKey(school), 2027, title, null, null), Set.of());
    }

    ScriptedSource grade(String key, GradeRecord grade) {
        return put(StreamName.GRADE, key, grade, Set.of(grade.student()));
    }

    ScriptedSource fact(StreamName stream, String key, StudentFact fact) {
        return put(stream, key, fact, Set.of(fact.student()));
    }

    /** Gone, and said so where deletions are told. */
    ScriptedSource delete(StreamName stream, String key) {
        changed.add(new Happening(stream, new Delete(new SourceKey(key))));
        return remove(stream, key);
    }

    ScriptedSource rekey(StreamName stream, String from, String to) {
        var row = java.util.Objects.requireNonNull(rowsOf(stream).remove(from));
        rowsOf(stream).put(to, new Upsert(new SourceKey(to), row.record(), row.about()));
        changed.add(new Happening(stream, new KeyChange(new SourceKey(from), new SourceKey(to))));
        return this;
    }

    ScriptedSource remove(StreamName stream, String key) {
        rowsOf(stream).remove(key);
        return this;
    }

    ScriptedSource clear(StreamName stream) {
        rowsOf(stream).clear();
        return this;
    }

    private ScriptedSource put(StreamName stream, String key, CanonicalRecord record, Set<SourceKey> about) {
        var upsert = new Upsert(new SourceKey(key), record, about);
        rowsOf(stream).put(key, upsert);
        changed.add(new Happening(stream, upsert));
        return this;
    }

    private Map<String, Upsert> rowsOf(StreamName stream) {
        return java.util.Objects.requireNonNull(rows.get(stream));
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(id, "A scripted source", "{}", Set.of(), streams);
    }

    @Override
    public CheckReport check(ConnectorContext context) {
        return new CheckReport(List.of());
    }

    @Override
    public Catalog discover(ConnectorContext context) {
        return new Catalog(
                streams.stream()
                        .sorted()
                        .map(s -> new Catalog.StreamSpec(s, deletion, delta, false))
                        .toList(),
                keys);
    }

    @Override
    public Page fetch(PageRequest request, ConnectorContext context) {
        requests.add(request);
        try {
            before.answering(request);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        List<Change> all = request.mode() == Mode.DELTA
                ? List.copyOf(changed.stream()
                        .filter(h -> h.stream() == request.stream())
                        .map(Happening::change)
                        .toList())
                : List.copyOf(rowsOf(request.stream()).values());
        var at = request.at();
        var from = at == null ? 0 : Integer.parseInt(at.value());
        var to = Math.min(all.size(), from + (request.stream() == StreamName.CALENDAR_DAY ? CALENDAR_PAGE : PAGE));
        var last = to == all.size();
        if (last && request.stream() == Collections.max(streams)) {
            changed.clear();
        }
        return new Page(
                all.subList(from, to),
                last ? null : new Position(String.valueOf(to)),
                last && delta ? new Watermark("now") : null,
                new Evidence(
                        all.size() + declaredBeside,
                        null,
                        request.stream() == StreamName.ATTENDANCE ? covered : null,
                        to - from));
    }

    /** What changed since the last pull, told in a read of changes. */
    private record Happening(StreamName stream, Change change) {}
}
