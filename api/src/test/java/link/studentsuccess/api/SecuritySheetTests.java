package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.Test;

/** What a district reads before it signs, and where a weakness is told. */
class SecuritySheetTests {

    private static final Pattern NAMED_TEST = Pattern.compile("\\b[A-Z][A-Za-z]+Tests\\b");

    private final DemoWorld world = Worlds.pulled();

    @Test
    void saysWhatIsStoredWhereHowLongAndWhoSeesIt() {
        var sheet = get("/security-sheet");

        for (var category : DataCategory.values()) {
            assertThat(sheet).contains("<td>" + category.name() + "</td>");
        }
        for (var role : Role.values()) {
            assertThat(sheet).contains("<th>" + role.name().replace('_', ' ').toLowerCase(Locale.ROOT) + "</th>");
        }
        assertThat(sheet)
                .contains("What is stored", "Where", "How long", "Who can see", "How it is proven")
                .contains("is destroyed in 60 days")
                .contains("<td>participants</td>", "<td>student</td>", "<td>sharedParticipation</td>")
                .contains("You need a current FERPA / data-privacy training.");
        var tables = Worlds.truth(
                        world,
                        "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                                + " where n.nspname = 'record' and c.relkind in ('r', 'p') and not c.relispartition")
                .get(0);
        assertThat(sheet).contains("<td>" + tables + "</td><td>" + tables + "</td>");
        assertThat(sheet)
                .as("it is about nobody")
                .doesNotContain(
                        Place.SOUND_REACH.title(),
                        Place.PUGET_RIDGE.title(),
                        Person.ALEX.familyName(),
                        Child.LENA.familyName(),
                        "null");
    }

    /** The days around today whose windows are stored: the sentence and the rule name the same. */
    @Test
    void saysHowLongBeforeAndAfterAWindowIsStored() {
        var rule = Worlds.truth(
                        world, "select pg_get_functiondef('access.kept_as_of(uuid, timestamptz)'::regprocedure)")
                .get(0);

        assertThat(rule).contains("::date - 60", "::date + 31"); // the end is not included
        assertThat(get("/security-sheet"))
                .contains("ended at most 60 days ago", "open within 30 days")
                .contains("can read what is stored there, past the service")
                .doesNotContain("dropped in memory");
    }

    /** One file, for a district that has no address yet: target/security-sheet.html. */
    @Test
    void isLeftByTheBuildToo() throws IOException {
        var page = get("/security-sheet");
        var link = "<link rel=\"stylesheet\" href=\"/security-sheet.css\">";

        assertThat(page).contains(link);
        Files.writeString(
                Path.of("target", "security-sheet.html"),
                page.replace(link, "<style>" + get("/security-sheet.css") + "</style>"));
    }

    /** A test that was renamed or taken away proves nothing. */
    @Test
    void namesTestsThatThereAre() throws IOException {
        try (var files = Files.walk(AttackListTests.repository().resolve("schema/src/test"));
                var others = Files.walk(AttackListTests.repository().resolve("api/src/test"));
                var engines = Files.walk(AttackListTests.repository().resolve("connectors/sync/src/test"))) {
            var there = Stream.of(files, others, engines)
                    .flatMap(all -> all)
                    .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
                    .toList();

            assertThat(NAMED_TEST.matcher(get("/security-sheet")).results().map(hit -> hit.group()))
                    .hasSizeGreaterThan(8)
                    .isSubsetOf(there);
        }
    }

    /** RFC 9116: "MUST always be present": the contact, and the day until which it is good. */
    @Test
    void tellsWhomToTell() {
        var lines = Arrays.asList(get("/.well-known/security.txt").split("\r\n", -1));

        assertThat(lines).contains("Contact: mailto:security@operator.example");
        var expires = Instant.parse(lines.stream()
                .filter(line -> line.startsWith("Expires: "))
                .findFirst()
                .orElseThrow()
                .substring("Expires: ".length()));
        assertThat(expires)
                .isBetween(
                        Instant.now().plus(Duration.ofDays(178)), Instant.now().plus(Duration.ofDays(181)));
    }

    private String get(String path) {
        var answer = Ask.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + path))
                .header("Host", Place.PUGET_RIDGE.host())
                .header("Accept", "text/html,text/plain,text/css")
                .GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
