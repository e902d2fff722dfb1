package link.studentsuccess.connectors.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.testkit.LoopbackHttpGateway;
import link.studentsuccess.connectors.testkit.SettableClock;
import link.studentsuccess.connectors.testkit.SourceFixture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A OneRoster service whose objects and manners a test can change. */
final class RosterServer implements SourceFixture {

    static {
        // Without it each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String SECRET = "never-print-me-0815";
    private static final String LONG_AGO = "2026-01-05T12:00:00.000Z";
    private static final Pattern CLAUSE = Pattern.compile("([\\w.]+)(>=|<=|=)'((?:[^']|'')*)'");
    private static final JsonMapper JSON = new JsonMapper();

    final Map<String, List<ObjectNode>> collections = new HashMap<>();
    /** Status to answer for a collection instead of its rows. */
    final Map<String, Integer> refused = new HashMap<>();

    /** Filters with this text in them are not honoured. */
    String ignoredFilter = "nothing";

    final Set<String> ignoredParameters = new HashSet<>();
    final List<String> asked = new ArrayList<>();
    final Map<String, String> moreSettings = new HashMap<>();
    boolean tellsTotals = true;
    boolean linksPastTheEnd;

    private final SettableClock clock =
            new SettableClock(Instant.parse("2026-09-20T03:00:00Z"), ZoneId.of("America/Los_Angeles"));
    private final HttpGateway http = new LoopbackHttpGateway(setting -> SECRET, clock);
    private final HttpServer server;
    private int mostRows = 1_000;

    RosterServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> send(exchange, 200, "{\"access_token\":\"t\"}"));
        server.createContext("/ims/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path =
                exchange.getRequestURI().getPath().substring("/ims/".length()).split("/", -1);
        asked.add(path[0] + (path.length > 1 ? "/{id}" : ""));
        var collection = collections.get(path[0]);
        if (refused.containsKey(path[0]) || collection == null) {
            send(exchange, refused.getOrDefault(path[0], 404), "{\"imsx_codeMajor\":\"failure\"}");
        } else if (path.length > 1) {
            one(exchange, path[0], collection, path[1]);
        } else {
            many(exchange, path[0], collection);
        }
    }

    private static void one(HttpExchange exchange, String name, List<ObjectNode> collection, String id)
            throws IOException {
        for (var object : collection) {
            if (object.path("sourcedId").asString("").equals(id)) {
                var singular = name.equals("demographics") ? name : "user";
                send(
                        exchange,
                        200,
                        JSON.createObjectNode().set(singular, object).toString());
                return;
            }
        }
        send(exchange, 404, "{\"imsx_codeMajor\":\"failure\"}");
    }

    private void many(HttpExchange exchange, String name, List<ObjectNode> collection) throws IOException {
        var query = new HashMap<String, String>();
        for (var pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            var parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        query.keySet().removeAll(ignoredParameters);
        var filter = query.getOrDefault("filter", "");
        if (filter.contains(ignoredFilter)) {
            filter = "";
        }
        var wanted = filter;
        var matching = collection.stream()
                .filter(object -> matches(object, wanted))
                .sorted(Comparator.comparing((ObjectNode object) ->
                        query.containsKey("sort") ? object.path("sourcedId").asString("") : ""))
                .toList();
        var offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        var limit = Math.min(mostRows, Integer.parseInt(query.getOrDefault("limit", "100")));
        var body = JSON.createObjectNode();
        var rows = body.putArray(
                switch (name) {
                    case "schools" -> "orgs";
                    case "students" -> "users";
                    default -> name;
                });
        matching.stream().skip(offset).limit(limit).forEach(rows::add);
        if (tellsTotals) {
            exchange.getResponseHeaders().set("X-Total-Count", String.valueOf(matching.size()));
        }
        if (linksPastTheEnd) {
            exchange.getResponseHeaders().set("Link", "<http://127.0.0.1/ims/" + name + "?offset=9999>; rel=\"next\"");
        }
        send(exchange, 200, body.toString());
    }

    private static boolean matches(JsonNode object, String filter) {
        var clauses = CLAUSE.matcher(filter);
        while (clauses.find()) {
            JsonNode value = object;
            for (var name : clauses.group(1).split("\\.", -1)) {
                value = value.path(name);
            }
            var order = value.asString("").compareTo(clauses.group(3).replace("''", "'"));
            var holds = switch (clauses.group(2)) {
                case "=" -> order == 0;
                case ">=" -> order >= 0;
                default -> order <= 0;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    List<ObjectNode> objects(String collection) {
        return collections.getOrDefault(collection, List.of());
    }

    /** One object of a collection, for a test to change. */
    ObjectNode object(String collection, int index) {
        return objects(collection).get(index);
    }

    ObjectNode result(String sourcedId) {
        return objects("results").stream()
                .filter(result -> result.path("sourcedId").asString().equals(sourcedId))
                .findFirst()
                .orElseThrow();
    }

    ObjectNode add(String collection, String json) {
        var object = (ObjectNode) JSON.readTree(json);
        collections.computeIfAbsent(collection, none -> new ArrayList<>()).add(object);
        return object;
    }

    @Override
    public void seed(int students) {
        collections.clear();
        for (var i = 1; i <= 3; i++) {
            add("schools", """
                    {"sourcedId":"o-%d","status":"active","dateLastModified":"%s","name":"Piñon Ridge %d","type":"school",
                     "identifier":"000%d"}""".formatted(i, LONG_AGO, i, i));
        }
        for (var year : List.of(2026, 2027)) {
            add("academicSessions", """
                    {"sourcedId":"y-%d","status":"active","dateLastModified":"%s","title":"","type":"schoolYear",
                     "startDate":"%d-09-02","endDate":"%d-06-18","schoolYear":"%d"}""".formatted(year, LONG_AGO, year - 1, year, year));
        }
        for (var half : List.of("1", "2")) {
            add("academicSessions", """
                    {"sourcedId":"y-2027-s%s","status":"active","dateLastModified":"%s","title":"Trimestre été %s","type":"term",
                     "startDate":"2026-09-02","endDate":"2027-01-25","schoolYear":"2027"}""".formatted(half, LONG_AGO, half));
        }
        collections.put("students", new ArrayList<>());
        collections.put("demographics", new ArrayList<>());
        collections.put("enrollments", new ArrayList<>());
        add("enrollments", """
                {"sourcedId":"en-t","status":"active","dateLastModified":"%s","role":"teacher","user":{"sourcedId":"u-t"},
                 "class":{"sourcedId":"cl-1"},"school":{"sourcedId":"o-1"}}""".formatted(LONG_AGO));
        seedGradebook(students);
        for (var i = 0; i < students; i++) {
            var id = "u-%04d".formatted(i);
            add("students", """
                    {"sourcedId":"%s","status":"active","dateLastModified":"%s","givenName":"Zoë-Léa","familyName":"O'Núñez عمر","email":"u%d@students.example",
                     "preferredFirstName":"","identifier":"00%d42","enabledUser":true,"grades":["Ninth grade"],"unknown":{"a":[1]},
                     "roles":[{"roleType":"primary","role":"student","beginDate":"2026-09-02","endDate":null,
                               "org":{"href":"/orgs/o-1","sourcedId":"o-1","type":"org"}}]}""".formatted(id, LONG_AGO, i, i));
            add("demographics", """
                    {"sourcedId":"%s","status":"active","dateLastModified":"%s","birthDate":"2011-03-13","sex":"female",
                     "asian":"true","white":"true","hispanicOrLatinoEthnicity":"false"}""".formatted(id, LONG_AGO));
            add("enrollments", """
                    {"sourcedId":"en-%04d","status":"active","dateLastModified":"%s","role":"student","user":{"sourcedId":"%s"},
                     "class":{"sourcedId":"cl-1"},"school":{"sourcedId":"o-1"}}""".formatted(i, LONG_AGO, id));
        }
    }

    /** Two classes; each has a line item of every category, and each student a result on each of one class's. */
    private void seedGradebook(int students) {
        for (var i = 1; i <= 3; i++) {
            add("courses", """
                    {"sourcedId":"co-%d","status":"active","dateLastModified":"%s","title":"Français %d","courseCode":"00%d"}""".formatted(i, LONG_AGO, i, i));
        }
        for (var i = 1; i <= 2; i++) {
            add("classes", """
                    {"sourcedId":"cl-%d","status":"active","dateLastModified":"%s","title":"","classCode":"0%d","course":{"sourcedId":"co-%d"},
                     "school":{"sourcedId":"o-1"},"periods":["3"],"location":"Raum 12","terms":[{"sourcedId":"y-2027-s1"},{"sourcedId":"y-2027-s2"}]}""".formatted(i, LONG_AGO, i, 4 - i));
        }
        collections.put("lineItems", new ArrayList<>());
        collections.put("results", new ArrayList<>());
        var titles = List.of("Homework", "Grading Period Grade", "Final grade", "Grade in progress");
        for (var c = 0; c < titles.size(); c++) {
            add("categories", """
                    {"sourcedId":"ca-%d","status":"active","dateLastModified":"%s","title":"%s"}""".formatted(c, LONG_AGO, titles.get(c)));
            for (var i = 1; i <= 2; i++) {
                var line = "li-%d-%d".formatted(i, c);
                add("lineItems", """
                        {"sourcedId":"%s","status":"active","dateLastModified":"%s","title":"","class":{"sourcedId":"cl-%d"},
                         "category":{"sourcedId":"ca-%d"},"academicSession":{"sourcedId":"y-2027-s1"},
                         "resultValueMin":0,"resultValueMax":40}""".formatted(line, LONG_AGO, i, c));
            }
            for (var i = 0; i < students; i++) {
                add("results", """
                        {"sourcedId":"r-%d-%04d","status":"active","dateLastModified":"%s","lineItem":{"sourcedId":"li-1-%d"},
                         "student":{"sourcedId":"u-%04d"},"scoreStatus":"fully graded","score":35.0,"textScore":"B+",
                         "scoreDate":"2026-11-12T00:30:00.000+01:00","comment":"Zoë-Léa talks"}""".formatted(c, i, LONG_AGO, c, i));
            }
        }
    }

    @Override
    public int count(StreamName stream) {
        return switch (stream) {
            case SCHOOL -> objects("schools").size();
            case SESSION -> objects("academicSessions").size();
            case STUDENT, ENROLLMENT -> objects("students").size();
            case SECTION -> objects("classes").size();
            case GRADE -> 3 * objects("students").size();
            case SCHEDULE -> objects("enrollments").size() - 1; // one of them teaches
            case CONTACT -> objects("students").size();
            case DEMOGRAPHICS -> objects("demographics").size();
            default -> 0;
        };
    }

    @Override
    public Map<StreamName, Upsert> expected() {
        var student = new SourceKey("u-0003");
        var born = LocalDate.of(2011, 3, 13);
        var expected = new HashMap<>(expectedFacts(student));
        expected.putAll(Map.of(
                StreamName.SCHOOL,
                new Upsert(new SourceKey("o-2"), new SchoolRecord("Piñon Ridge 2", "0002"), Set.of()),
                StreamName.SESSION,
                new Upsert(
                        new SourceKey("y-2027"),
                        new SessionRecord(
                                "2027",
                                SessionRecord.Kind.SCHOOL_YEAR,
                                LocalDate.of(2026, 9, 2),
                                LocalDate.of(2027, 6, 18),
                                2027),
                        Set.of()),
                StreamName.STUDENT,
                new Upsert(student, new StudentRecord("00342", "Zoë-Léa", "O'Núñez عمر", null, born), Set.of(student)),
                StreamName.SECTION,
                new Upsert(
                        new SourceKey("cl-1"),
                        new SectionRecord(new SourceKey("o-1"), 2027, "Français 3", "003", "01"),
                        Set.of()),
                StreamName.GRADE,
                new Upsert(
                        new SourceKey("r-1-0003"),
                        new GradeRecord(
                                student,
                                new SourceKey("cl-1"),
                                new GradeRecord.GradingPeriod(
                                        "Trimestre été 1", 2027, LocalDate.of(2026, 9, 2), LocalDate.of(2027, 1, 25)),
                                new GradeRecord.Mark(GradeRecord.Kind.GRADING_PERIOD, "B+", new BigDecimal("87.5")),
                                null,
                                LocalDate.of(2026, 11, 12)),
                        Set.of(student)),
                StreamName.ENROLLMENT,
                new Upsert(
                        new SourceKey("u-0003|o-1|2027"),
                        new EnrollmentRecord(student, new SourceKey("o-1"), 2027, "09", LocalDate.of(2026, 9, 2), null),
                        Set.of(student))));
        return expected;
    }

    private static Map<StreamName, Upsert> expectedFacts(SourceKey student) {
        return Map.of(
                StreamName.SCHEDULE,
                new Upsert(
                        new SourceKey("en-0003"),
                        new ScheduleRecord(
                                student,
                                new Place(new SourceKey("o-1"), 2027, LocalDate.of(2026, 9, 2)),
                                new ScheduleRecord.Taught("01", null, "01"),
                                new ScheduleRecord.Meeting("3", null, "Raum 12"),
                                new ScheduleRecord.Term(null, LocalDate.of(2026, 9, 2), LocalDate.of(2027, 1, 25))),
                        Set.of(student)),
                StreamName.CONTACT,
                new Upsert(
                        student,
                        new ContactRecord(
                                student,
                                ContactRecord.Relationship.SELF,
                                "Zoë-Léa O'Núñez عمر",
                                null,
                                new ContactRecord.Reach(null, "u3@students.example")),
                        Set.of(student)),
                StreamName.DEMOGRAPHICS,
                new Upsert(
                        student,
                        new DemographicsRecord(
                                student,
                                LocalDate.of(2011, 3, 13),
                                DemographicsRecord.Sex.FEMALE,
                                false,
                                Set.of(DemographicsRecord.Race.ASIAN, DemographicsRecord.Race.WHITE)),
                        Set.of(student)));
    }

    @Override
    public Set<String> canaries() {
        return Set.of(
                "Zoë", "Núñez", "u-000", "00342", "2011-03-13", "2011-02-30", "B+", "talks", SECRET, "ROSTER_SECRET");
    }

    @Override
    public boolean spoilRow(StreamName stream) {
        switch (stream) {
            case SCHOOL -> object("schools", 1).put("name", " ");
            case SESSION -> object("academicSessions", 1).put("endDate", "June");
            case STUDENT -> object("demographics", 2).put("birthDate", "2011-02-30");
            case ENROLLMENT -> ((ObjectNode) object("students", 2).path("roles").get(0)).remove("org");
            case SECTION -> object("classes", 1).remove("course");
            case GRADE -> result("r-1-0002").remove("student");
            case SCHEDULE -> object("enrollments", 2).remove("class");
            case CONTACT -> object("students", 2).put("familyName", " ");
            case DEMOGRAPHICS -> object("demographics", 2).put("birthDate", "2011-02-30");
            default -> throw new IllegalArgumentException("Not in OneRoster");
        }
        return true;
    }

    @Override
    public boolean clampAt(int rows) {
        mostRows = rows;
        return true;
    }

    @Override
    public void changeAt(StreamName stream, Instant moment) {
        var stamp = moment.toString().contains(".")
                ? moment.toString()
                : moment.toString().replace("Z", ".000Z");
        switch (stream) {
            case SCHOOL -> object("schools", 1).put("dateLastModified", stamp);
            case SESSION -> object("academicSessions", 1).put("dateLastModified", stamp);
            case STUDENT, ENROLLMENT -> object("students", 4).put("dateLastModified", stamp);
            case GRADE -> result("r-3-0004").put("dateLastModified", stamp);
            default -> throw new IllegalArgumentException("Not in OneRoster");
        }
    }

    @Override
    public Settings settings() {
        var address = "http://127.0.0.1:" + server.getAddress().getPort();
        var settings = new HashMap<>(Map.of(
                "baseUrl",
                address + "/ims/",
                "gradebookUrl",
                address + "/ims",
                "tokenUrl",
                address + "/token",
                "clientId",
                "link",
                "clientSecret",
                "env:ROSTER_SECRET",
                "alsoRead",
                "SCHEDULE, CONTACT, DEMOGRAPHICS"));
        settings.putAll(moreSettings);
        return new Settings(settings);
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public HttpGateway http() {
        return http;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
