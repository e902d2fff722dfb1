package link.studentsuccess.sampledistrict;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The world as OneRoster 1.2 objects, written again only after a change. */
final class Catalogue {

    /** A kind of object: its keys in an answer, and the fields a query may name. */
    enum Kind {
        ORG("orgs", "org", "name", "type", "identifier", "parent", "children"),
        ACADEMIC_SESSION(
                "academicSessions",
                "academicSession",
                "title",
                "startDate",
                "endDate",
                "type",
                "parent",
                "children",
                "schoolYear"),
        COURSE("courses", "course", "title", "schoolYear", "courseCode", "grades", "subjects", "org", "subjectCodes"),
        CLASS(
                "classes",
                "class",
                "title",
                "classCode",
                "classType",
                "location",
                "grades",
                "subjects",
                "course",
                "school",
                "terms",
                "subjectCodes",
                "periods"),
        USER(
                "users",
                "user",
                "userMasterIdentifier",
                "username",
                "userIds",
                "enabledUser",
                "givenName",
                "familyName",
                "middleName",
                "preferredFirstName",
                "preferredMiddleName",
                "preferredLastName",
                "pronouns",
                "roles",
                "primaryOrg",
                "identifier",
                "email",
                "sms",
                "phone",
                "agents",
                "grades",
                "userProfiles"),
        ENROLLMENT("enrollments", "enrollment", "user", "class", "school", "role", "primary", "beginDate", "endDate"),
        DEMOGRAPHICS(
                "demographics",
                "demographics",
                "birthDate",
                "sex",
                "americanIndianOrAlaskaNative",
                "asian",
                "blackOrAfricanAmerican",
                "nativeHawaiianOrOtherPacificIslander",
                "white",
                "demographicRaceTwoOrMoreRaces",
                "hispanicOrLatinoEthnicity",
                "countryOfBirthCode",
                "stateOfBirthAbbreviation",
                "cityOfBirth",
                "publicSchoolResidenceStatus"),

        /** How the teachers' line items are kept apart; served by the gradebook service, as all that follow. */
        CATEGORY("categories", "category", "title", "weight"),
        LINE_ITEM(
                "lineItems",
                "lineItem",
                "title",
                "description",
                "assignDate",
                "dueDate",
                "class",
                "school",
                "category",
                "gradingPeriod",
                "academicSession",
                "scoreScale",
                "resultValueMin",
                "resultValueMax",
                "learningObjectiveSet"),
        RESULT(
                "results",
                "result",
                "lineItem",
                "student",
                "class",
                "scoreScale",
                "scoreStatus",
                "score",
                "textScore",
                "scoreDate",
                "comment",
                "learningObjectiveSet",
                "inProgress",
                "incomplete",
                "late",
                "missing");

        private final String plural;
        private final String singular;

        @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf gives an immutable one.
        private final Set<String> fields;

        Kind(String plural, String singular, String... fields) {
            this.plural = plural;
            this.singular = singular;
            var known = new HashSet<>(Set.of(fields));
            known.addAll(Set.of("sourcedId", "status", "dateLastModified", "metadata"));
            this.fields = Set.copyOf(known);
        }

        String plural() {
            return plural;
        }

        String singular() {
            return singular;
        }

        Set<String> fields() {
            return fields;
        }

        boolean isGradebook() {
            return compareTo(CATEGORY) >= 0;
        }
    }

    private static final String DISTRICT = "org-district";
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final World world;
    private final URI base;
    private final Instant summer;
    private final GradebookObjects gradebook;
    private final Map<Kind, List<ObjectNode>> written = new EnumMap<>(Kind.class);
    private long writtenVersion = -1;

    Catalogue(World world, Gradebook gradebook, URI base, URI gradebookBase) {
        this.world = world;
        this.base = base;
        this.gradebook = new GradebookObjects(gradebook, base, gradebookBase);
        this.summer =
                world.year().firstDay().minusDays(20).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    /** The objects are never changed once they stand in such a list. */
    synchronized List<ObjectNode> all(Kind kind) {
        var version = world.version();
        if (version != writtenVersion) {
            written.clear();
            writtenVersion = version;
        }
        return written.computeIfAbsent(kind, this::write);
    }

    /**
     * All that can match the filter. Results are written anew for each question and never kept: they are many, and whoever
     * reads grades asks for those of one line item.
     */
    List<ObjectNode> candidates(Kind kind, @Nullable Filter filter) {
        if (kind != Kind.RESULT) {
            return all(kind);
        }
        return gradebook.results(filter == null ? null : filter.demanded("lineItem.sourcedId"));
    }

    private List<ObjectNode> write(Kind kind) {
        return switch (kind) {
            case ORG -> orgs();
            case ACADEMIC_SESSION -> sessions();
            case COURSE -> courses();
            case CLASS -> classes();
            case USER -> users();
            case ENROLLMENT -> enrollments();
            case DEMOGRAPHICS -> demographics();
            case CATEGORY -> gradebook.categories(summer);
            case LINE_ITEM -> gradebook.lineItems();
            case RESULT -> gradebook.results(null);
        };
    }

    private List<ObjectNode> orgs() {
        var orgs = new ArrayList<ObjectNode>();
        var district = object(DISTRICT, summer)
                .put("name", SampleDistrict.NAME)
                .put("type", "district")
                .put("identifier", "17999");
        var children = district.putArray("children");
        orgs.add(district);
        for (var campus : Campus.values()) {
            var school = campus.school();
            children.add(reference("orgs", school.sourcedId(), "org"));
            orgs.add(object(school.sourcedId(), summer)
                    .put("name", school.name())
                    .put("type", "school")
                    .put("identifier", school.code())
                    .set("parent", reference("orgs", DISTRICT, "org")));
        }
        return orgs;
    }

    private List<ObjectNode> sessions() {
        var sessions = new ArrayList<ObjectNode>();
        for (var year : List.of(world.year().before(), world.year())) {
            var id = year.sourcedId();
            sessions.add(session(year, id, "School Year", "schoolYear", year.firstDay(), year.end(), null));
            var spring = year.secondSemester();
            sessions.add(session(year, id + "-s1", "Semester 1", "semester", year.firstDay(), spring, id));
            sessions.add(session(year, id + "-s2", "Semester 2", "semester", spring, year.end(), id));
            for (var quarter = 1; quarter <= 4; quarter++) {
                var parent = id + (quarter <= 2 ? "-s1" : "-s2");
                sessions.add(session(
                        year,
                        id + "-q" + quarter,
                        "Quarter " + quarter,
                        "gradingPeriod",
                        year.quarter(quarter),
                        year.quarter(quarter + 1),
                        parent));
            }
        }
        return sessions;
    }

    private ObjectNode session(
            SchoolYear year,
            String id,
            String title,
            String type,
            LocalDate start,
            LocalDate end,
            @Nullable String parent) {
        var session = object(id, summer)
                .put("title", title + " " + year.startYear() + "-" + year.endingYear())
                .put("type", type)
                .put("startDate", start.toString())
                .put("endDate", end.toString())
                .put("schoolYear", year.endingYear());
        if (parent != null) {
            session.set("parent", reference("academicSessions", parent, "academicSession"));
        }
        return session;
    }

    private List<ObjectNode> courses() {
        var courses = new ArrayList<ObjectNode>();
        for (var grade = 0; grade <= 12; grade++) {
            var titles = Courses.of(grade);
            for (var period = 0; period < titles.size(); period++) {
                var course = object(Courses.id(grade, period), summer)
                        .put("title", titles.get(period))
                        .put(
                                "courseCode",
                                Courses.id(grade, period).substring(4).toUpperCase(Locale.ROOT));
                course.set(
                        "schoolYear", reference("academicSessions", world.year().sourcedId(), "academicSession"));
                course.set("org", reference("orgs", DISTRICT, "org"));
                course.putArray("grades").add(GradeLevel.code(grade));
                courses.add(course);
            }
        }
        return courses;
    }

    private List<ObjectNode> classes() {
        var classes = new ArrayList<ObjectNode>();
        var year = world.year().sourcedId();
        for (var team : Team.of(world).keySet()) {
            var titles = Courses.of(team.grade());
            for (var period = 0; period < titles.size(); period++) {
                var node = object(team.classId(period), summer)
                        .put("title", titles.get(period))
                        .put("classCode", team.code() + "-" + period)
                        .put("classType", period == 0 ? "homeroom" : "scheduled")
                        .put("location", "Room " + (100 + team.teacher(period)));
                node.set("course", reference("courses", Courses.id(team.grade(), period), "course"));
                node.set("school", reference("orgs", team.campus().school().sourcedId(), "org"));
                node.putArray("grades").add(GradeLevel.code(team.grade()));
                node.putArray("periods").add(Integer.toString(period));
                node.putArray("terms")
                        .add(reference("academicSessions", year + "-s1", "academicSession"))
                        .add(reference("academicSessions", year + "-s2", "academicSession"));
                classes.add(node);
            }
        }
        return classes;
    }

    private List<ObjectNode> users() {
        var users = new ArrayList<ObjectNode>();
        world.forEach(roll -> users.add(user(roll)));
        for (var campus : Campus.values()) {
            for (var number = 0; number < Team.TEACHERS; number++) {
                users.add(teacher(campus, number));
            }
        }
        return users;
    }

    private ObjectNode user(Roll roll) {
        var student = roll.student();
        var user = object(student.sourcedId(), roll.modified(), roll.deleted())
                .put("userMasterIdentifier", student.stateStudentId())
                .put("username", "s" + student.districtStudentId())
                .put("enabledUser", "true")
                .put("givenName", student.givenName())
                .put("familyName", student.familyName());
        if (student.preferredGivenName() != null) {
            user.put("preferredFirstName", student.preferredGivenName());
        }
        user.put("identifier", student.districtStudentId())
                .put("email", "s" + student.districtStudentId() + "@students.pugetridge.example");
        user.putArray("userIds")
                .addObject()
                .put("type", "districtStudentId")
                .put("identifier", student.districtStudentId());
        user.set("primaryOrg", reference("orgs", student.schoolSourcedId(), "org"));
        var roles = user.putArray("roles");
        for (var stay : student.enrollments()) {
            // 1EdTech: one primary role for each org, so the school left keeps its own.
            var role = roles.addObject().put("roleType", "primary").put("role", "student");
            role.set("org", reference("orgs", stay.school().sourcedId(), "org"));
            dates(role, stay.beginDate(), stay.endDate());
        }
        user.putArray("grades").add(student.gradeLevel());
        if (student.sourcedId().equals(Child.MILO.sourcedId())) {
            // OneRoster has no place for what parents opt out of; extensions go into the metadata.
            user.putObject("metadata").put("directoryInformationOptOut", true);
        }
        return user;
    }

    private ObjectNode teacher(Campus campus, int number) {
        var random = new SplittableRandom(Team.teacherId(campus, number).hashCode());
        var user = object(Team.teacherId(campus, number), summer)
                .put("username", "t" + campus.school().code() + number)
                .put("enabledUser", "true")
                .put("givenName", Names.given(random))
                .put("familyName", Names.family(random))
                .put("identifier", "T" + campus.school().code() + number);
        user.set("primaryOrg", reference("orgs", campus.school().sourcedId(), "org"));
        var role = user.putArray("roles").addObject().put("roleType", "primary").put("role", "teacher");
        role.set("org", reference("orgs", campus.school().sourcedId(), "org"));
        dates(role, world.year().firstDay(), null);
        return user;
    }

    private List<ObjectNode> enrollments() {
        var enrollments = new ArrayList<ObjectNode>();
        Team.of(world).forEach((team, members) -> {
            for (var period = 0; period < Courses.of(team.grade()).size(); period++) {
                enrollments.add(taught(team, period));
                for (var member : members) {
                    enrollments.add(attended(team, period, member));
                }
            }
        });
        return enrollments;
    }

    private ObjectNode taught(Team team, int period) {
        var teacher = Team.teacherId(team.campus(), team.teacher(period));
        var node = object("enr-" + team.code() + "-" + period + "-t", summer)
                .put("role", "teacher")
                .put("primary", "true");
        node.set("user", reference("users", teacher, "teacher"));
        return placed(node, team, period);
    }

    private ObjectNode attended(Team team, int period, Team.Member member) {
        var roll = member.roll();
        var stay = member.stay();
        var id = "enr-" + team.campus().school().code() + "-" + period + "-"
                + roll.student().sourcedId().substring(4);
        var node = object(id, roll.stayModified(), roll.deleted())
                .put("role", "student")
                .put("primary", "false");
        node.set("user", reference("users", roll.student().sourcedId(), "student"));
        dates(node, stay.beginDate(), stay.endDate());
        return placed(node, team, period);
    }

    private ObjectNode placed(ObjectNode enrollment, Team team, int period) {
        enrollment.set("class", reference("classes", team.classId(period), "class"));
        enrollment.set("school", reference("orgs", team.campus().school().sourcedId(), "org"));
        return enrollment;
    }

    private List<ObjectNode> demographics() {
        var demographics = new ArrayList<ObjectNode>();
        world.forEach(roll -> demographics.add(demographics(roll)));
        return demographics;
    }

    private ObjectNode demographics(Roll roll) {
        var student = roll.student();
        var random = new SplittableRandom(student.sourcedId().hashCode());
        var race = random.nextInt(6);
        return object(student.sourcedId(), roll.modified(), roll.deleted())
                .put("birthDate", student.birthDate().toString())
                .put("sex", random.nextBoolean() ? "female" : "male")
                .put("americanIndianOrAlaskaNative", Boolean.toString(race == 0))
                .put("asian", Boolean.toString(race == 1))
                .put("blackOrAfricanAmerican", Boolean.toString(race == 2))
                .put("nativeHawaiianOrOtherPacificIslander", Boolean.toString(race == 3))
                .put("white", Boolean.toString(race == 4))
                .put("demographicRaceTwoOrMoreRaces", Boolean.toString(race == 5))
                .put("hispanicOrLatinoEthnicity", Boolean.toString(random.nextInt(4) == 0));
    }

    static ObjectNode object(String id, Instant modified) {
        return object(id, modified, false);
    }

    static ObjectNode object(String id, Instant modified, boolean deleted) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sourcedId", id)
                .put("status", deleted ? "tobedeleted" : "active")
                .put("dateLastModified", MOMENT.format(modified));
    }

    private ObjectNode reference(String collection, String id, String type) {
        return reference(base, collection, id, type);
    }

    static ObjectNode reference(URI base, String collection, String id, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("href", base + "/" + collection + "/" + id)
                .put("sourcedId", id)
                .put("type", type);
    }

    private static void dates(ObjectNode node, LocalDate begin, @Nullable LocalDate end) {
        node.put("beginDate", begin.toString());
        if (end != null) {
            node.put("endDate", end.toString());
        }
    }
}
