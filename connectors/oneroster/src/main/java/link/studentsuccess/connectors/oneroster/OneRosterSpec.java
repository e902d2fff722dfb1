package link.studentsuccess.connectors.oneroster;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.HttpGateway.ClientCredentials;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.StreamName;
import org.jspecify.annotations.Nullable;

/** The settings of a OneRoster feed, read and checked once a call. */
record OneRosterSpec(
        URI base,
        @Nullable Gradebook gradebook,
        ClientCredentials credentials,
        Paging paging,
        OneRosterMapping mapping) {

    static final ConnectorSpec SPEC = new ConnectorSpec(
            "oneroster",
            "OneRoster 1.2 REST",
            """
            {
              "type": "object",
              "required": ["baseUrl", "tokenUrl", "clientId", "clientSecret"],
              "properties": {
                "baseUrl": {"type": "string", "description": "Address of the rostering service, such as https://sis.example/ims/oneroster/rostering/v1p2"},
                "gradebookUrl": {"type": "string", "description": "Address of the gradebook service, such as https://sis.example/ims/oneroster/gradebook/v1p2, and for 1.1 the baseUrl again; without it no sections and grades are read"},
                "gradeCategories": {"type": "string", "description": "Which categories of line items are grades, by their titles: progress: …, …; period: …; final: …; all others are assignments and never read", "default": "%s"},
                "creditsAttemptedField": {"type": "string", "description": "Where credits stand in the metadata of a result", "default": "creditsAttempted"},
                "creditsEarnedField": {"type": "string", "default": "creditsEarned"},
                "tokenUrl": {"type": "string", "description": "Address where the client signs in (OAuth 2.0 client credentials)"},
                "clientId": {"type": "string"},
                "clientSecret": {"type": "string", "description": "Where the secret lies: env:NAME or file:/path", "pattern": "^(env|file):.+"},
                "scopes": {"type": "string", "description": "Scopes to ask for, separated by spaces"},
                "pageSize": {"type": "string", "description": "Most rows to ask for at once", "default": "100"},
                "studentIdField": {"type": "string", "description": "Where the district student ID stands: identifier, sourcedId or userIds:<type>", "default": "identifier"},
                "endDateInclusive": {"type": "string", "description": "true where the supplier's end dates are the last day, not the day after", "default": "false"},
                "lagMinutes": {"type": "string", "description": "How late a change may appear in the source", "default": "30"},
                "alsoRead": {"type": "string", "description": "What else to read, with commas between: SCHEDULE, CONTACT (the students' own), DEMOGRAPHICS; without it nothing of these is asked for"},
                "selectFields": {"type": "string", "description": "Ask for the needed fields only; false where the server refuses it, and for 1.1", "default": "true"},
                "sort": {"type": "string", "description": "Ask for rows in the order of their keys; false where the server refuses it", "default": "true"}
              }
            }
            """.formatted(GradeCategories.DEFAULT),
            Set.of("clientSecret"),
            Set.of(
                    StreamName.SCHOOL,
                    StreamName.SESSION,
                    StreamName.SECTION,
                    StreamName.STUDENT,
                    StreamName.ENROLLMENT,
                    StreamName.GRADE,
                    StreamName.SCHEDULE,
                    StreamName.CONTACT,
                    StreamName.DEMOGRAPHICS));

    private static final String SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/";
    private static final String SCOPES = SCOPE + "roster-core.readonly " + SCOPE + "roster-demographics.readonly";

    /** Where grades are, and which line items are any. */
    record Gradebook(URI base, GradeCategories categories, GradeMapping mapping) {}

    /** How to ask for rows. */
    record Paging(int size, boolean sorted, boolean selectFields, Duration lag) {}

    static OneRosterSpec of(Settings settings) {
        if (!settings.text("clientSecret").matches("(env|file):.+")) {
            throw new ConfigProblem(
                    "The setting 'clientSecret' must say where the secret lies: env:NAME or file:/path.");
        }
        var size = settings.numberOr("pageSize", 100);
        var lag = settings.numberOr("lagMinutes", 30);
        if (size < 1 || size > 10_000 || lag < 0) {
            throw new ConfigProblem("The setting 'pageSize' must be 1 to 10000, and 'lagMinutes' not negative.");
        }
        var idField = settings.textOr("studentIdField", "identifier");
        if (!idField.matches("identifier|sourcedId|userIds:.+")) {
            throw new ConfigProblem("The setting 'studentIdField' must be identifier, sourcedId or userIds:<type>.");
        }
        var gradebook = gradebook(settings);
        var needed = gradebook == null ? SCOPES : SCOPES + " " + SCOPE + "gradebook.readonly";
        var scopes = Set.of(settings.textOr("scopes", needed).strip().split("\\s+", -1));
        return new OneRosterSpec(
                address(settings, "baseUrl"),
                gradebook,
                new ClientCredentials(address(settings, "tokenUrl"), settings.text("clientId"), "clientSecret", scopes),
                new Paging(
                        size,
                        settings.flagOr("sort", true),
                        settings.flagOr("selectFields", true),
                        Duration.ofMinutes(lag)),
                new OneRosterMapping(idField, settings.flagOr("endDateInclusive", false)));
    }

    private static @Nullable Gradebook gradebook(Settings settings) {
        if (settings.textOrNull("gradebookUrl") == null) {
            return null;
        }
        return new Gradebook(
                address(settings, "gradebookUrl"),
                GradeCategories.parse(settings.textOr("gradeCategories", GradeCategories.DEFAULT)),
                new GradeMapping(
                        settings.textOr("creditsAttemptedField", "creditsAttempted"),
                        settings.textOr("creditsEarnedField", "creditsEarned")));
    }

    private static URI address(Settings settings, String name) {
        try {
            var address = new URI(settings.text(name).strip().replaceAll("/+$", ""));
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The exception quotes the address; the sentence below names the setting.
        }
        throw new ConfigProblem(
                "The setting '" + name + "' must be a whole web address, such as https://sis.example/…");
    }
}
