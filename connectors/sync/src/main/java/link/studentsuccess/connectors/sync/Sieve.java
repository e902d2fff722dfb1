package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.CalendarDayRecord;
import link.studentsuccess.connectors.spi.CanonicalRecord;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.KeyChange;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;

/**
 * Minimum first: of every page only what is about kept students, in their kept categories, goes on to staging. The rest
 * is counted and forgotten here.
 */
final class Sieve {

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;

    /** What is staged of a stream; facts say it themselves. */
    private static final Map<StreamName, String> COLUMNS = Map.of(
            StreamName.SCHOOL,
            "name, code, content_hash",
            StreamName.SESSION,
            "kind, begins, ends, school_year",
            StreamName.CALENDAR_DAY,
            "school_code, date, instructional, content_hash",
            StreamName.SECTION,
            "school_key, school_year, course_title, course_code, section_code, content_hash",
            StreamName.STUDENT,
            "district_student_id, given_name, family_name, preferred_given_name, birth_date, content_hash",
            StreamName.ENROLLMENT,
            "student_key, school_key, school_year, grade_level, entry_date, exit_date, exit_type, content_hash",
            StreamName.ATTENDANCE,
            "student_key, school_code, date, period, status, content_hash",
            StreamName.GRADE,
            "student_key, section_key, school_year, grading_period, period_begins, period_ends, kind, letter, percent,"
                    + " credits_attempted, credits_earned, graded_on, content_hash");

    private final Generation generation;
    private final Plan.Stream stream;
    private final Matching matching;
    private final Links links;

    Sieve(Generation generation, Plan.Stream stream, Links links) {
        this.generation = generation;
        this.stream = stream;
        this.matching = new Matching(generation.kept());
        this.links = links;
    }

    /** What of the page is to be staged; asks the database only which of the dropped or deleted rows are published. */
    Sifted sift(Connection connection, Page page) throws SQLException {
        var pass = new Pass((long) generation.chain(stream.name()).pages() << 24);
        for (var change : page.changes()) {
            pass.seq++;
            if (change instanceof Upsert upsert) {
                pass.upsert(upsert);
            } else if (change instanceof Delete delete) {
                pass.gone(delete.key());
            } else if (change instanceof KeyChange keys) {
                pass.keyChanges.add(keys);
            } else if (change instanceof Reject reject) {
                pass.reject(reject);
            }
        }
        pass.stageGone(connection);
        return new Sifted(
                Stream.of(pass.rows, pass.changedKeys, pass.rejections)
                        .filter(r -> !r.isEmpty())
                        .toList(),
                new Chain.Tally(pass.kept, pass.dropped, pass.rejected));
    }

    private String table() {
        return "stage." + tableName(stream.name());
    }

    static String tableName(StreamName stream) {
        return stream.isFact() ? Facts.of(stream).table() : stream.name().toLowerCase(Locale.ROOT);
    }

    private static String columns(StreamName stream) {
        return "pull_id, seq, source_key, deleted, "
                + (stream.isFact()
                        ? Facts.STAGED + ", " + Facts.of(stream).columns() + ", content_hash"
                        : Objects.requireNonNull(COLUMNS.get(stream), stream.name()));
    }

    private int width() {
        return columns(stream.name()).split(",", -1).length;
    }

    /** What goes on to staging, and what became of the page's rows. */
    record Sifted(List<CopyRows> rows, Chain.Tally tally) {}

    /** One page on its way through. */
    private final class Pass {
        private final CopyRows rows = new CopyRows(table(), columns(stream.name()));
        private final CopyRows changedKeys = new CopyRows("stage.key_change", "pull_id, stream, seq, from_key, to_key");
        private final CopyRows rejections = new CopyRows("stage.rejection", "pull_id, stream, key_hash, code, field");
        private final Set<String> gone = new HashSet<>();
        private final List<KeyChange> keyChanges = new ArrayList<>();
        private long seq;
        private long kept;
        private long dropped;
        private long rejected;

        Pass(long seq) {
            this.seq = seq;
        }

        void upsert(Upsert upsert) {
            var key = upsert.key();
            var record = upsert.record();
            if (!stream.name().recordType().isInstance(record)) {
                throw new SourceDefect("The connector answered " + stream.name() + " with records of another stream.");
            }
            if (stream.name().isPersonal() && upsert.about().isEmpty()) {
                reject(new Reject(key, Reject.Code.UNKNOWN_REFERENCE, "about"));
                return;
            }
            if (!wanted(upsert, record)) {
                dropped++;
                if (mayBePublished()) {
                    gone.add(key.value());
                }
                return;
            }
            var unusable = unusable(record);
            if (unusable != null) {
                reject(new Reject(key, Reject.Code.OUT_OF_RANGE, unusable));
                return;
            }
            var content = content(record);
            if (hasNull(key.value(), content)) {
                reject(Reject.malformed(key, "text"));
                return;
            }
            add(key.value(), false, content);
            kept++;
        }

        /** Whether it is about somebody who is kept, in a category that is, and may be shown by now. */
        private boolean wanted(Upsert upsert, CanonicalRecord record) {
            if (record instanceof StudentRecord student) {
                return !matching.fitting(new Delivered(student)).isEmpty();
            }
            if (record instanceof EnrollmentRecord enrollment) {
                return allLinked(upsert, enrollment.student(), null);
            }
            if (record instanceof AttendanceRecord attendance) {
                return allLinked(upsert, attendance.student(), "ATTENDANCE");
            }
            if (record instanceof GradeRecord grade) {
                return !generation.releases().withhold(grade.period()) && allLinked(upsert, grade.student(), "GRADES");
            }
            if (record instanceof StudentFact fact) {
                return !fact.saysNothing()
                        && allLinked(
                                upsert, fact.student(), Facts.of(stream.name()).category());
            }
            return true;
        }

        /**
         * Whether a dropped row must be looked for among the published: the source moved it to a child nobody keeps, or
         * the child no longer proves to be anybody's. In a full read absence says the same of long streams.
         */
        private boolean mayBePublished() {
            if (stream.name().isFact() || stream.name() == StreamName.GRADE) {
                return !stream.deletesByAbsence();
            }
            return stream.name() != StreamName.ATTENDANCE || stream.mode() == Mode.DELTA;
        }

        /** The staged columns. */
        private @Nullable Object[] content(CanonicalRecord record) {
            if (record instanceof SchoolRecord school) {
                return hashed(school.name(), school.code());
            }
            if (record instanceof SessionRecord session) {
                return new Object[] {session.kind(), session.begins(), session.ends(), session.schoolYear()};
            }
            if (record instanceof CalendarDayRecord day) {
                return hashed(day.schoolCode() == null ? "" : day.schoolCode(), day.date(), day.instructional());
            }
            if (record instanceof SectionRecord section) {
                return hashed(
                        section.school().value(),
                        section.schoolYear(),
                        section.courseTitle(),
                        section.courseCode(),
                        section.sectionCode());
            }
            if (record instanceof StudentRecord student) {
                return hashed(
                        student.districtStudentId().strip(),
                        student.givenName(),
                        student.familyName(),
                        student.preferredGivenName(),
                        student.birthDate());
            }
            if (record instanceof EnrollmentRecord enrollment) {
                return hashed(
                        enrollment.student().value().strip(),
                        enrollment.school().value(),
                        enrollment.schoolYear(),
                        enrollment.gradeLevel(),
                        enrollment.entryDate(),
                        enrollment.exitDate(),
                        enrollment.exitType());
            }
            if (record instanceof AttendanceRecord attendance) {
                return hashed(
                        attendance.student().value().strip(),
                        attendance.schoolCode(),
                        attendance.date(),
                        attendance.period() == null ? "" : attendance.period(),
                        attendance.status().canonical());
            }
            if (record instanceof GradeRecord grade) {
                return hashed(Marks.columns(grade));
            }
            if (record instanceof StudentFact fact) {
                return hashed(Facts.of(stream.name()).staged(fact));
            }
            throw new IllegalArgumentException("No staging for " + stream.name());
        }

        /** A record about several children is kept only if all of them are. */
        private boolean allLinked(Upsert upsert, SourceKey student, @Nullable String category) {
            return Stream.concat(upsert.about().stream(), Stream.of(student))
                    .allMatch(k -> category == null ? links.any(k) : links.open(k, category));
        }

        void gone(SourceKey key) {
            if (stream.name().isPersonal()) {
                gone.add(key.value());
            } else {
                add(key.value(), true, new Object[0]);
            }
        }

        void reject(Reject reject) {
            rejected++;
            var key = reject.key();
            rejections.add(
                    generation.pull(),
                    stream.name(),
                    key == null ? null : CopyRows.hash(key.value()),
                    reject.code(),
                    reject.field());
        }

        /** Keys of children nobody keeps do not reach staging, not even as a deletion. */
        void stageGone(Connection connection) throws SQLException {
            var asked = new HashSet<>(gone);
            keyChanges.forEach(k -> asked.add(k.from().value()));
            var known = stream.name().isPersonal() && !asked.isEmpty() ? known(connection, asked) : asked;
            keyChanges.stream()
                    .filter(k -> known.contains(k.from().value()))
                    .map(k -> k.to().value())
                    .toList()
                    .forEach(known::add);
            for (var keys : keyChanges) {
                if (known.contains(keys.from().value())) {
                    changedKeys.add(
                            generation.pull(),
                            stream.name(),
                            ++seq,
                            keys.from().value(),
                            keys.to().value());
                }
            }
            for (var key : gone) {
                if (known.contains(key)) {
                    seq++;
                    add(key, true, new Object[0]);
                }
            }
        }

        private Set<String> known(Connection connection, Set<String> keys) throws SQLException {
            var published = stream.name() == StreamName.ATTENDANCE ? "attendance_event" : tableName(stream.name());
            return new HashSet<>(Sql.of(connection, """
                            select r.source_key
                            from record.%s r
                            where r.district_id = :district and r.feed_id = :feed and r.source_key = any(:keys)
                            union
                            select s.source_key
                            from %s s
                            where s.pull_id = :pull and s.source_key = any(:keys)
                            union
                            select k.to_key
                            from stage.key_change k
                            where k.pull_id = :pull and k.stream = :stream and k.to_key = any(:keys)
                            """.formatted(published, table()))
                    .set("district", generation.feed().district())
                    .set("feed", generation.feed().id())
                    .set("pull", generation.pull())
                    .set("stream", stream.name().name())
                    .set("keys", keys)
                    .list(row -> row.getString("source_key")));
        }

        private void add(String key, boolean deleted, @Nullable Object[] content) {
            var row = new Object[width()];
            row[0] = generation.pull();
            row[1] = seq;
            row[2] = key;
            row[3] = deleted;
            System.arraycopy(content, 0, row, 4, content.length);
            rows.add(row);
        }
    }

    private static @Nullable Object[] hashed(@Nullable Object... values) {
        var content = new Object[values.length + 1];
        System.arraycopy(values, 0, content, 0, values.length);
        content[values.length] = CopyRows.hash(values);
        return content;
    }

    /** The field that the tables could not hold, so that one bad row does not stop a publish. */
    private @Nullable String unusable(CanonicalRecord record) {
        if (record instanceof EnrollmentRecord enrollment) {
            var exit = enrollment.exitDate();
            if (exit != null && exit.isBefore(enrollment.entryDate())) {
                return "exitDate";
            }
            return isSchoolYear(enrollment.schoolYear()) ? null : "schoolYear";
        }
        if (record instanceof AttendanceRecord attendance) {
            return attendance.status().canonical() == null ? "status" : null;
        }
        if (record instanceof SectionRecord section) {
            return isSchoolYear(section.schoolYear()) ? null : "schoolYear";
        }
        if (record instanceof GradeRecord grade) {
            return isSchoolYear(grade.period().schoolYear()) ? Marks.unusable(grade) : "period.schoolYear";
        }
        if (record instanceof StudentFact fact) {
            return Facts.of(stream.name()).unusable(fact);
        }
        return null;
    }

    static boolean isSchoolYear(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    /** PostgreSQL's text cannot hold the null character. */
    private static boolean hasNull(String key, @Nullable Object[] content) {
        return key.indexOf('\0') >= 0
                || Stream.of(content).anyMatch(v -> v instanceof String text && text.indexOf('\0') >= 0);
    }

    /** A delivered student as a candidate. */
    private record Delivered(StudentRecord student) implements Matching.Person {
        @Override
        public String districtStudentId() {
            return student.districtStudentId();
        }

        @Override
        public Kept.Name name() {
            return new Kept.Name(student.givenName(), student.familyName(), student.preferredGivenName());
        }

        @Override
        public @Nullable LocalDate birthDate() {
            return student.birthDate();
        }
    }
}
