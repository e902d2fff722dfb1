package link.studentsuccess.connectors.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
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
    record Question(String collection, String envelope, String fields) {

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
                    + "': check baseUrl, and ask the supplier whether the service speaks OneRoster.");
        }
        return new Rows(rows.valueStream().toList(), total(response), sent(response));
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

    private Response get(Question question, String pathAndQuery) {
        try {
            return http.get(URI.create(spec.base() + "/" + pathAndQuery), spec.credentials());
        } catch (SourceDefect defect) {
            if (defect.status() == 400 || defect.status() == 422) {
                throw new SourceDefect(
                        "The service refuses the question for " + question.collection()
                                + ": set selectFields to false, and sort to false if it still does.",
                        defect.status());
            }
            if (defect.status() == 404) {
                throw new SourceDefect("The service does not offer " + question.collection() + ": check baseUrl.", 404);
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
                + " is not a JSON object, perhaps a sign-in page or cut off: check baseUrl, then ask the supplier.");
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
