package link.studentsuccess.sampledistrict;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Reads only, so that all of them share one district. */
@TestInstance(Lifecycle.PER_CLASS)
class OneRosterTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private SampleDistrict district;
    private Reader reader;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        district = SampleDistrict.start(
                Options.defaults(folder).withToday(TODAY).withStudents(500).withDropsAttendance(false));
        reader = Reader.signedIn(district);
    }

    @AfterAll
    void stop() {
        district.close();
    }

    @Test
    void givesATokenForTheSecretInTheFormOrTheHeader() throws Exception {
        var pair = district.clientId() + ":" + district.clientSecret();
        var basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        var byForm = reader.askToken(district.clientSecret(), "");
        var byHeader = reader.send(HttpRequest.newBuilder(district.tokenAddress())
                .header("Authorization", basic)
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build());

        assertThat(byForm.statusCode()).isEqualTo(200);
        assertThat(byHeader.statusCode()).isEqualTo(200);
        assertThat(Reader.json(byForm).path("token_type").asString()).isEqualTo("Bearer");
        assertThat(Reader.json(byForm).path("expires_in").asInt()).isEqualTo(3600);
    }

    @Test
    void refusesAWrongSecretAndAWrongToken() throws Exception {
        var refused = reader.askToken("wrong", "");
        var stranger = new Reader(district).get("orgs");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(Reader.json(refused).path("error").asString()).isEqualTo("invalid_client");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(minor(Reader.json(stranger))).isEqualTo("unauthorisedrequest");
    }

    /** OneRoster 1.2: roster scopes do not open demographics. */
    @Test
    void keepsDemographicsFromATokenWithoutTheirScope() throws Exception {
        var narrow = new Reader(district);
        narrow.signInFor("https://purl.imsglobal.org/spec/or/v1p2/scope/roster.readonly");

        assertThat(narrow.get("students?limit=1").statusCode()).isEqualTo(200);
        assertThat(narrow.get("demographics?limit=1").statusCode()).isEqualTo(403);
        assertThat(reader.get("demographics?limit=1").statusCode()).isEqualTo(200);
    }

    @Test
    void readsTheSameStudentsAtEveryPageSize() throws Exception {
        var hundreds = reader.ids("students", "users", 100);

        assertThat(hundreds).hasSize(500).doesNotHaveDuplicates();
        assertThat(reader.ids("students", "users", 1)).isEqualTo(hundreds);
        assertThat(reader.ids("students", "users", 500)).isEqualTo(hundreds);
        assertThat(reader.page("students", "users")).hasSize(100);
        assertThat(reader.page("enrollments?limit=9999", "enrollments")).hasSize(500);
    }

    @Test
    void tellsTotalAndLinks() throws Exception {
        var middle = reader.get("students?limit=200&offset=200&filter=status%3D%27active%27");

        assertThat(middle.headers().firstValue("X-Total-Count")).hasValue("500");
        assertThat(middle.headers().firstValue("Link").orElseThrow())
                .contains("limit=200&offset=400&filter=status%3D%27active%27>; rel=\"next\"")
                .contains("rel=\"first\"", "rel=\"prev\"", "rel=\"last\"");
        assertThat(reader.get("students?limit=200&offset=400")
                        .headers()
                        .firstValue("Link")
                        .orElseThrow())
                .doesNotContain("rel=\"next\"");
    }

    @Test
    void sortsStably() throws Exception {
        var down = reader.ids("students?sort=familyName&orderBy=desc", "users", 70);
        var again = reader.ids("students?sort=familyName&orderBy=desc", "users", 500);
        var names = reader.page("students?sort=familyName&limit=500&fields=familyName", "users").stream()
                .map(node -> node.path("familyName").asString())
                .toList();

        assertThat(down).isEqualTo(again).doesNotHaveDuplicates();
        assertThat(names).isSorted().hasSize(500);
    }

    @Test
    void filtersThroughListsAndWithTwoClauses() throws Exception {
        var teachers = reader.ids("users?filter=roles.role%3D%27teacher%27", "users", 500);
        var twins = reader.ids(
                "students?filter=familyName%3D%27Petrova%27%20AND%20identifier%3E%3D%27004411%27", "users", 500);
        var either = reader.ids("orgs?filter=name~%27Harbor%27%20OR%20type%3D%27district%27", "orgs", 500);
        var quoted = reader.ids("students?filter=familyName%3D%27O%27%27Neill%27", "users", 500);

        assertThat(teachers).isEqualTo(reader.ids("teachers", "users", 500)).isNotEmpty();
        assertThat(twins).containsExactlyInAnyOrder(Child.ANA.sourcedId(), Child.EVA.sourcedId());
        assertThat(either).containsExactlyInAnyOrder("org-district", "org-3102");
        assertThat(quoted).contains(Child.DEVON.sourcedId());
    }

    @ParameterizedTest
    @CsvSource({
        "students?filter=shoeSize%3D%271%27, 400, invalid_filter_field",
        "students?filter=familyName, 400, invalid_filter_field",
        "students?fields=shoeSize, 400, invalid_selection_field",
        "students?sort=shoeSize, 400, invalid_sort_field",
        "students?limit=none, 400, invaliddata",
        "students/nobody, 404, unknownobject",
        "lineItems, 404, unknownobject",
    })
    void refusesInTheWordsOfOneRoster(String query, int status, String minor) throws Exception {
        var refused = reader.get(query);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(Reader.json(refused).path("imsx_codeMajor").asString()).isEqualTo("failure");
        assertThat(minor(Reader.json(refused))).isEqualTo(minor);
    }

    @Test
    void showsAStudentWithDatedRolesAndTextBooleans() throws Exception {
        var theo = Reader.json(reader.get("students/" + Child.THEO.sourcedId())).path("user");
        var roles = theo.path("roles").valueStream().toList();

        assertThat(theo.path("enabledUser").asString()).isEqualTo("true");
        assertThat(theo.path("enabledUser").isString()).isTrue();
        assertThat(theo.path("grades").path(0).asString()).isEqualTo("09");
        assertThat(roles).hasSize(2);
        assertThat(roles.get(0).path("endDate").asString())
                .isEqualTo(roles.get(1).path("beginDate").asString());
        assertThat(roles.get(1).has("endDate")).isFalse();
    }

    @Test
    void everyReferenceLeadsToAnObject() throws Exception {
        var enrollment = reader.page("enrollments?limit=1&filter=role%3D%27student%27", "enrollments")
                .get(0);

        for (var name : List.of("user", "class", "school")) {
            var reference = enrollment.path(name);
            var path = URI.create(reference.path("href").asString()).getPath();
            var found =
                    reader.get(path.substring(district.oneRosterBase().getPath().length() + 1));
            assertThat(found.statusCode()).isEqualTo(200);
            assertThat(found.body()).contains(reference.path("sourcedId").asString());
        }
    }

    private static String minor(JsonNode body) {
        return body.path("imsx_CodeMinor")
                .path("imsx_codeMinorField")
                .path(0)
                .path("imsx_codeMinorFieldValue")
                .asString();
    }
}
