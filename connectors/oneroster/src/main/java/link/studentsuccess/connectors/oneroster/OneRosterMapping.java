package link.studentsuccess.connectors.oneroster;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.oneroster.SchoolYears.SchoolYear;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.SessionRecord.Kind;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What OneRoster's fields mean here. Pure: one object in, changes out. An unusable object is a {@link Reject}, never an
 * exception.
 */
record OneRosterMapping(String studentIdField, boolean endDateInclusive) {

    private static final List<String> ORDINALS = List.of(
            "kindergarten",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth");

    /** Half-open dates of one role. */
    private record Stay(
            String org,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends) {}

    /** A field that cannot be used; never leaves the mappings. */
    static final class Unusable extends Exception {
        private final Reject.Code code;
        private final String field;

        Unusable(Reject.Code code, String field) {
            super(field, null, false, false);
            this.code = code;
            this.field = field;
        }

        Reject of(@Nullable SourceKey key, String collection) {
            return new Reject(key, code, collection + "." + field);
        }
    }

    /** OneRoster keeps a record's end in `status`; what is not active counts as deleted, also 1.0's `inactive`. */
    static boolean isActive(JsonNode object) {
        var status = text(object, "status");
        return status == null || status.equalsIgnoreCase("active");
    }

    static @Nullable SourceKey key(JsonNode object) {
        var id = text(object, "sourcedId");
        return id == null || id.length() > 255 ? null : new SourceKey(id);
    }

    /** For paging, where a row without a key is a row too. */
    static String keyText(JsonNode object) {
        return object.path("sourcedId").asString("");
    }

    /** For comparing only; an object without a readable stamp counts as changed just now. */
    static boolean changedSince(JsonNode object, Instant moment) {
        var stamp = text(object, "dateLastModified");
        try {
            return stamp == null || !OffsetDateTime.parse(stamp).toInstant().isBefore(moment);
        } catch (DateTimeException e) {
            return true;
        }
    }

    Change school(SourceKey key, JsonNode org) {
        try {
            return new Upsert(key, new SchoolRecord(required(org, "name"), text(org, "identifier")), Set.of());
        } catch (Unusable e) {
            return e.of(key, "orgs");
        }
    }

    Change session(SourceKey key, JsonNode session) {
        try {
            return new Upsert(key, sessionRecord(session), Set.of());
        } catch (Unusable e) {
            return e.of(key, "academicSessions");
        }
    }

    SessionRecord sessionRecord(JsonNode session) throws Unusable {
        var begins = date(session, "startDate");
        var ends = end(session, "");
        if (begins == null || ends == null) {
            throw new Unusable(Reject.Code.MISSING, begins == null ? "startDate" : "endDate");
        }
        if (!begins.isBefore(ends)) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, "endDate");
        }
        var year = schoolYear(session, begins);
        // Some servers send an empty title, which is no reason to lose the dates.
        var title = text(session, "title");
        return new SessionRecord(title == null ? String.valueOf(year) : title, kind(session), begins, ends, year);
    }

    private static int schoolYear(JsonNode session, LocalDate begins) throws Unusable {
        var year = text(session, "schoolYear");
        if (year == null) {
            return begins.getMonthValue() >= 7 ? begins.getYear() + 1 : begins.getYear();
        }
        if (!year.matches("[12]\\d{3}")) {
            throw new Unusable(Reject.Code.MALFORMED, "schoolYear");
        }
        return Integer.parseInt(year);
    }

    /** Other types, such as `ext:trimester`, are parts of a year too. */
    private static Kind kind(JsonNode session) {
        var type = text(session, "type");
        return switch (type == null ? "" : type.toLowerCase(Locale.ROOT)) {
            case "schoolyear" -> Kind.SCHOOL_YEAR;
            case "semester" -> Kind.SEMESTER;
            case "gradingperiod" -> Kind.GRADING_PERIOD;
            default -> Kind.TERM;
        };
    }

    /**
     * A class with its course, and the school year of the sessions it meets in.
     *
     * @param courses by key, as far as the service has those that are referred to
     * @param sessions likewise
     */
    Change section(SourceKey key, JsonNode taught, Map<String, JsonNode> courses, Map<String, JsonNode> sessions) {
        try {
            var school = new SourceKey(referred(taught.path("school"), "school.sourcedId"));
            var course = courses.get(referred(taught.path("course"), "course.sourcedId"));
            if (course == null) {
                throw new Unusable(Reject.Code.UNKNOWN_REFERENCE, "course.sourcedId");
            }
            var title = text(course, "title");
            var record = new SectionRecord(
                    school,
                    schoolYear(taught, course, sessions),
                    title == null ? required(taught, "title") : title,
                    text(course, "courseCode"),
                    text(taught, "classCode"));
            return new Upsert(key, record, Set.of());
        } catch (Unusable e) {
            return e.of(key, "classes");
        }
    }

    /** The keys of the sessions that tell a class's school year: its terms, or without any the year of its course. */
    static List<String> sessionsOf(JsonNode taught, @Nullable JsonNode course) {
        var terms = taught.path("terms")
                .valueStream()
                .map(term -> text(term, "sourcedId"))
                .filter(Objects::nonNull)
                .toList();
        var year = course == null ? null : text(course.path("schoolYear"), "sourcedId");
        return terms.isEmpty() && year != null ? List.of(year) : terms;
    }

    /** A class over the turn of two years, which should not be, belongs to the later one. */
    private int schoolYear(JsonNode taught, JsonNode course, Map<String, JsonNode> sessions) throws Unusable {
        var keys = sessionsOf(taught, course);
        if (keys.isEmpty()) {
            throw new Unusable(Reject.Code.MISSING, "terms");
        }
        var latest = 0;
        for (var key : keys) {
            var session = sessions.get(key);
            if (session == null) {
                throw new Unusable(Reject.Code.UNKNOWN_REFERENCE, "terms.sourcedId");
            }
            latest = Math.max(latest, sessionRecord(session).schoolYear());
        }
        return latest;
    }

    /** The student with what the demographics of the same key say, where there are any. */
    Change student(SourceKey key, JsonNode user, @Nullable JsonNode demographics) {
        try {
            return new Upsert(key, studentRecord(key, user, demographics), Set.of(key));
        } catch (Unusable e) {
            return e.of(key, "users");
        }
    }

    private StudentRecord studentRecord(SourceKey key, JsonNode user, @Nullable JsonNode demographics) throws Unusable {
        var id = studentId(key, user);
        var given = required(user, "givenName");
        var family = required(user, "familyName");
        var born = demographics == null || !isActive(demographics) ? null : date(demographics, "birthDate");
        return new StudentRecord(id, given, family, text(user, "preferredFirstName"), born);
    }

    private String studentId(SourceKey key, JsonNode user) throws Unusable {
        if (studentIdField.equals("sourcedId")) {
            return key.value();
        }
        if (studentIdField.equals("identifier")) {
            return required(user, "identifier");
        }
        var type = studentIdField.substring("userIds:".length());
        for (var id : user.path("userIds")) {
            if (type.equalsIgnoreCase(text(id, "type"))) {
                return required(id, "identifier");
            }
        }
        throw new Unusable(Reject.Code.MISSING, "userIds");
    }

    /**
     * OneRoster enrolls students in classes; a student's stay at a school is in the roles of the user. Roles of the
     * same school and year become one enrollment, from the first day of any to the last day of any.
     */
    List<Change> enrollments(SourceKey student, JsonNode user, SchoolYears years, LocalDate today) {
        var changes = new ArrayList<Change>();
        var merged = new LinkedHashMap<SourceKey, EnrollmentRecord>();
        try {
            for (var stay : stays(user)) {
                for (var enrollment : enrollments(student, gradeLevel(user), stay, years, today)) {
                    merged.merge(enrollmentKey(enrollment), enrollment, OneRosterMapping::joined);
                }
            }
        } catch (Unusable e) {
            return List.of(e.of(null, "users"));
        }
        merged.forEach((key, enrollment) -> changes.add(new Upsert(key, enrollment, Set.of(student))));
        return changes;
    }

    private static SourceKey enrollmentKey(EnrollmentRecord enrollment) throws Unusable {
        var key = enrollment.student().value() + "|" + enrollment.school().value() + "|" + enrollment.schoolYear();
        if (key.length() > 255) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, "sourcedId");
        }
        return new SourceKey(key);
    }

    private static EnrollmentRecord joined(EnrollmentRecord one, EnrollmentRecord other) {
        var entry = one.entryDate().isBefore(other.entryDate()) ? one.entryDate() : other.entryDate();
        LocalDate exit = null;
        if (one.exitDate() != null && other.exitDate() != null) {
            exit = one.exitDate().isAfter(other.exitDate()) ? one.exitDate() : other.exitDate();
        }
        return new EnrollmentRecord(one.student(), one.school(), one.schoolYear(), one.gradeLevel(), entry, exit);
    }

    private List<EnrollmentRecord> enrollments(
            SourceKey student, @Nullable String grade, Stay stay, SchoolYears years, LocalDate today) {
        var current = years.on(today);
        var enrollments = new ArrayList<EnrollmentRecord>();
        for (var year : years.years()) {
            var undated = stay.begins() == null && stay.ends() == null;
            var begins = stay.begins() == null ? year.begins() : stay.begins();
            var belongs = undated
                    ? year.equals(current)
                    : year.overlaps(begins, stay.ends()) && !isYetToCome(year, stay, current);
            if (belongs) {
                // `grades` is the grade of now; what it was in an earlier year the source does not say.
                enrollments.add(enrollment(student, year.equals(current) ? grade : null, stay, year, today));
            }
        }
        return enrollments;
    }

    /** A stay without an end is not yet one in the years after this; one that begins then is. */
    private static boolean isYetToCome(SchoolYear year, Stay stay, @Nullable SchoolYear current) {
        return current != null
                && year.year() > current.year()
                && stay.ends() == null
                && stay.begins() != null
                && stay.begins().isBefore(current.ends());
    }

    private static EnrollmentRecord enrollment(
            SourceKey student, @Nullable String grade, Stay stay, SchoolYear year, LocalDate today) {
        var entry = stay.begins() == null || stay.begins().isBefore(year.begins()) ? year.begins() : stay.begins();
        var exit = stay.ends();
        if (exit == null ? !year.ends().isAfter(today) : exit.isAfter(year.ends())) {
            exit = year.ends();
        }
        return new EnrollmentRecord(student, new SourceKey(stay.org()), year.year(), grade, entry, exit);
    }

    /** 1.2 has roles; without them 1.1's orgs, or the primary org, stand for a stay without dates. */
    private List<Stay> stays(JsonNode user) throws Unusable {
        var stays = new ArrayList<Stay>();
        var roles = user.path("roles");
        for (var role : roles) {
            if (!"student".equalsIgnoreCase(text(role, "role"))) {
                continue;
            }
            var begins = date(role, "roles.", "beginDate");
            var ends = end(role, "roles.");
            // The same day twice is a child who never came.
            if (begins == null || ends == null || begins.isBefore(ends)) {
                stays.add(new Stay(referred(role.path("org"), "roles.org.sourcedId"), begins, ends));
            } else if (begins.isAfter(ends)) {
                throw new Unusable(Reject.Code.OUT_OF_RANGE, "roles.endDate");
            }
        }
        if (!roles.isEmpty()) {
            return stays;
        }
        for (var org : user.path("orgs")) {
            stays.add(new Stay(referred(org, "orgs.sourcedId"), null, null));
        }
        if (stays.isEmpty()) {
            stays.add(new Stay(referred(user.path("primaryOrg"), "roles"), null, null));
        }
        return stays;
    }

    /** The key that a reference holds. */
    static String referred(JsonNode reference, String field) throws Unusable {
        var id = text(reference, "sourcedId");
        if (id == null) {
            throw new Unusable(Reject.Code.MISSING, field);
        }
        if (id.length() > 255) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, field);
        }
        return id;
    }

    /** CEDS entry grade level KG, 01 to 12; absent where the source names none of these, or several. */
    static @Nullable String gradeLevel(JsonNode user) {
        var levels = user.path("grades")
                .valueStream()
                .map(grade -> grade.asString("").strip().toLowerCase(Locale.ROOT))
                .map(OneRosterMapping::gradeLevel)
                .filter(level -> !level.isEmpty())
                .collect(Collectors.toSet());
        return levels.size() == 1 ? levels.iterator().next() : null;
    }

    private static String gradeLevel(String grade) {
        if (Set.of("kg", "k", "kindergarten").contains(grade)) {
            return "KG";
        }
        var word = ORDINALS.indexOf(grade.replace(" grade", ""));
        if (word > 0) {
            return String.format(Locale.ROOT, "%02d", word);
        }
        return grade.matches("0?[1-9]|1[0-2]") ? String.format(Locale.ROOT, "%02d", Integer.parseInt(grade)) : "";
    }

    @Nullable
    LocalDate end(JsonNode object, String path) throws Unusable {
        var end = date(object, path, "endDate");
        return end != null && endDateInclusive ? end.plusDays(1) : end;
    }

    static @Nullable LocalDate date(JsonNode object, String field) throws Unusable {
        return date(object, "", field);
    }

    /** A date is what is written: a time of day behind it, sent by some servers, never moves it by a zone. */
    private static @Nullable LocalDate date(JsonNode object, String path, String field) throws Unusable {
        var text = text(object, field);
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == 10 || (text.length() > 10 && "T ".indexOf(text.charAt(10)) >= 0)) {
                return LocalDate.parse(text.substring(0, 10));
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw new Unusable(Reject.Code.MALFORMED, path + field);
    }

    static String required(JsonNode object, String field) throws Unusable {
        var text = text(object, field);
        if (text == null) {
            throw new Unusable(Reject.Code.MISSING, field);
        }
        return text;
    }

    /** Empty, blank and null are absent; a number where text belongs is taken as its digits. */
    static @Nullable String text(JsonNode object, String field) {
        var value = object.path(field);
        if (!value.isValueNode() || value.isNull()) {
            return null;
        }
        var text = value.asString("").strip();
        return text.isEmpty() ? null : text;
    }

    /** What a list of session objects says of the school years; unusable ones say nothing. */
    SchoolYears schoolYears(List<JsonNode> sessions) {
        var usable = new ArrayList<SessionRecord>();
        for (var session : sessions) {
            try {
                if (isActive(session)) {
                    usable.add(sessionRecord(session));
                }
            } catch (Unusable e) {
                // The SESSION stream rejects it with its key.
            }
        }
        return SchoolYears.of(usable);
    }

    /** By key, for joining; objects without one are of no use here. */
    static Map<String, JsonNode> byKey(List<JsonNode> objects) {
        var byKey = new LinkedHashMap<String, JsonNode>();
        for (var object : objects) {
            var id = text(object, "sourcedId");
            if (id != null) {
                byKey.put(id, object);
            }
        }
        return byKey;
    }
}
