package link.studentsuccess.connectors.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.HttpGateway.Response;
import link.studentsuccess.connectors.spi.OffsetPaging;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions to a OneRoster service and the form of its answers: addresses, filters, envelopes, totals. */
record OneRosterService(OneRosterSpec spec, HttpGateway http) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A collection and what is asked of it; fields in OneRoster 1.2's words. */
    record Question(String collection, String envelope, String fields, boolean gradebook) {

        Question(String collection, String envelope, String fields) {
            this(collection, envelope, fields, false);
        }

        static final Question SCHOOLS =
                new Question("schools", "orgs", "sourcedId,status,dateLastModified,name,identifier");
        static final Question SESSIONS = new Question(
                "academicSessions",
                "academicSessions",
                "sourcedId,status,dateLastModified,title,type,startDate,endDate,schoolYear");
        static final Question STUDENTS = new Question(
                "students",
                "users",
                "sourcedId,status,dateLastModified,givenName,familyName,preferredFirstName,identifier,userIds");
        static final Question ENROLLED =
                new Question("students", "users", "sourcedId,status,dateLastModified,grades,roles,primaryOrg");
        /** Of all that demographics hold, the birth date alone. */
        static final Question DEMOGRAPHICS =
                new Question("demographics", "demographics", "sourcedId,status,dateLastModified,birthDate");

        static final Question CLASSES =
                new Question("classes", "classes", "sourcedId,status,title,classCode,course,school,terms");
        static final Question COURSES =
                new Question("courses", "courses", "sourcedId,status,title,courseCode,schoolYear");
        static final Question CATEGORIES = new Question("categories", "categories", "sourcedId,status,title", true);
        static final Question LINE_ITEMS = new Question(
                "lineItems",
                "lineItems",
                "sourcedId,status,dateLastModified,class,category,academicSession,resultValueMin,resultValueMax",
                true);
        /** Also of those who teach, where the service does not honour the filter. */
        static final Question ATTENDED =
                new Question("enrollments", "enrollments", "sourcedId,status,user,class,role,beginDate,endDate");

        static final Question SCHEDULED = new Question(
                "classes", "classes", "sourcedId,status,title,classCode,course,school,terms,periods,location");
        static final Question REACHED =
                new Question("students", "users", "sourcedId,status,givenName,familyName,phone,sms,email");
        static final Question CENSUS = new Question(
                "demographics",
                "demographics",
                "sourcedId,status,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,"
                        + "nativeHawaiianOrOtherPacificIslander,white,hispanicOrLatinoEthnicity");
        /** Comments are for the family, and never asked for. */
        static final Question RESULTS = new Question(
                "results",
                "results",
                "sourcedId,status,dateLastModified,metadata,lineItem,student,scoreStatus,score,textScore,scoreDate,"
                        + "inProgress",
                true);
    }

    /**
     * The rows of one answer.
     *
     * @param total where the service declares one
     * @param sent the service's own clock, where it tells
     */
    record Rows(
            List<JsonNode> rows,
            @Nullable Long total,
            @Nullable Instant sent) {}

    Rows rows(Question question, @Nullable String filter, OffsetPaging paging, int size) {
        var query = new StringBuilder()
                .append("?limit=")
                .append(paging.askedLimit(size))
                .append("&offset=")
                .append(paging.askedOffset());
        if (spec.paging().sorted()) {
            query.append("&sort=sourcedId&orderBy=asc");
        }
        if (spec.paging().selectFields()) {
            query.append("&fields=").append(encode(question.fields()));
        }
        if (filter != null) {
            query.append("&filter=").append(encode(filter));
        }
        var response = get(question, question.collection() + query);
        var rows = parsed(question, response).get(question.envelope());
        if (rows == null || !rows.isArray()) {
            throw new SourceDefect("The answer for " + question.collection() + " has no list '" + question.envelope()
                    + "': check " + setting(question) + ", and ask the supplier whether the service speaks OneRoster.");
        }
        return new Rows(rows.valueStream().toList(), total(response), sent(response));
    }

    /**
     * Objects by their keys, which are in the service's order: one question for the range from the first to the last,
     * then by key for who is still missing, which also serves where a server honours neither the range nor the order.
     *
     * @param most how many others may stand between them without more questions
     */
    Map<String, JsonNode> byKeys(Question question, List<String> keys, int most) {
        var found = new HashMap<String, JsonNode>();
        var complete = range(question, keys, most, found);
        for (var key : keys) {
            if (!complete && !found.containsKey(key)) {
                var one = one(question, key);
                if (one != null) {
                    found.put(key, one);
                }
            }
        }
        return found;
    }

    /** Whether the answer is known to hold all there is in the range. */
    private boolean range(Question question, List<String> keys, int most, Map<String, JsonNode> found) {
        if (keys.isEmpty()) {
            return true;
        }
        var filter = "sourcedId>=" + quoted(keys.get(0)) + " AND sourcedId<=" + quoted(keys.get(keys.size() - 1));
        try {
            var answer = rows(question, filter, OffsetPaging.begin(""), keys.size() + most);
            found.putAll(OneRosterMapping.byKey(answer.rows()));
            var total = answer.total();
            return total != null
                    && total <= answer.rows().size()
                    && keys.stream().anyMatch(found::containsKey);
        } catch (SourceDefect e) {
            if (e.status() == 400 || e.status() == 422) {
                return false;
            }
            throw e;
        }
    }

    /** One object by its key; absent where the service has none. Some services answer with the list of one. */
    @Nullable
    JsonNode one(Question question, String sourcedId) {
        Response response;
        try {
            response = get(question, question.collection() + "/" + encode(sourcedId));
        } catch (SourceDefect defect) {
            if (defect.status() == 404) {
                return null;
            }
            throw defect;
        }
        for (var value : parsed(question, response)) {
            var object = value.isArray() && value.size() == 1 ? value.get(0) : value;
            if (object.isObject() && sourcedId.equals(object.path("sourcedId").asString(""))) {
                return object;
            }
        }
        throw new SourceDefect("The answer for one of " + question.collection()
                + " does not hold the object asked for: ask the supplier to look at it.");
    }

    private URI base(Question question) {
        var gradebook = spec.gradebook();
        if (!question.gradebook()) {
            return spec.base();
        }
        if (gradebook == null) {
            throw new ConfigProblem("The setting 'gradebookUrl' is missing: add it to the feed to read grades.");
        }
        return gradebook.base();
    }

    private static String setting(Question question) {
        return question.gradebook() ? "gradebookUrl" : "baseUrl";
    }

    private Response get(Question question, String pathAndQuery) {
        try {
            return http.get(URI.create(base(question) + "/" + pathAndQuery), spec.credentials());
        } catch (SourceDefect defect) {
            if (defect.status() == 400 || defect.status() == 422) {
                throw new SourceDefect(
                        "The service refuses the question for " + question.collection()
                                + ": set selectFields to false, and sort to false if it still does.",
                        defect.status());
            }
            if (defect.status() == 404) {
                throw new SourceDefect(
                        "The service does not offer " + question.collection() + ": check " + setting(question) + ".",
                        404);
            }
            throw defect;
        }
    }

    /** Jackson's own messages quote the text they fail on, so they are neither kept nor chained. */
    private static JsonNode parsed(Question question, Response response) {
        try {
            var node = JSON.readTree(response.body());
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // Told below.
        }
        throw new SourceDefect("The answer for " + question.collection()
                + " is not a JSON object, perhaps a sign-in page or cut off: check " + setting(question)
                + ", then ask the supplier.");
    }

    private static @Nullable Long total(Response response) {
        for (var name : List.of("x-total-count", "x-count")) {
            var value = response.header(name);
            if (value != null && value.strip().matches("\\d{1,9}")) {
                return Long.valueOf(value.strip());
            }
        }
        return null;
    }

    private static @Nullable Instant sent(Response response) {
        var date = response.header("date");
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A value in a filter, with the quote doubled as OneRoster wants it. */
    static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
}
