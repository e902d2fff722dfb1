package link.studentsuccess.sampledistrict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;

class FaultsTests {

    private SampleDistrict district;
    private Reader reader;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        district = SampleDistrict.start(Options.defaults(folder).withStudents(300));
        reader = Reader.signedIn(district);
    }

    @AfterEach
    void stop() {
        district.close();
    }

    @Test
    void strikesTheNextRequestsOfOneCollectionAfterSomeGoodOnes() throws Exception {
        district.faults().status(503).on("students").after(1).times(2);

        assertThat(reader.get("students").statusCode()).isEqualTo(200);
        assertThat(reader.get("orgs").statusCode()).isEqualTo(200);
        assertThat(reader.get("students").statusCode()).isEqualTo(503);
        assertThat(reader.get("students").statusCode()).isEqualTo(503);
        assertThat(reader.get("students").statusCode()).isEqualTo(200);
        assertThat(district.requests()).containsEntry("students", 4).containsEntry("orgs", 1);
    }

    @Test
    void strikesUntilCleared() throws Exception {
        district.faults().status(500).untilCleared();
        assertThat(reader.get("orgs").statusCode()).isEqualTo(500);
        assertThat(reader.get("students").statusCode()).isEqualTo(500);

        district.faults().clear();

        assertThat(reader.get("students").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhenToComeBack() throws Exception {
        district.faults().tooManyRequests(7);

        var refused = reader.get("students");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
    }

    @Test
    void answersWithASignInPage() throws Exception {
        district.faults().html();

        var page = reader.get("students");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    @Test
    void answersWithHalfAPageNoEnvelopeOrNothing() throws Exception {
        district.faults().halfPage();
        district.faults().missingEnvelope();
        district.faults().emptyBody();

        var half = reader.get("students");

        assertThat(half.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> Reader.json(half)).isInstanceOf(JacksonException.class);
        assertThat(reader.get("students").body()).isEqualTo("{}");
        assertThat(reader.get("students").body()).isEmpty();
        assertThat(reader.page("students", "users")).hasSize(100);
    }

    @Test
    void refusesAGoodTokenOnce() throws Exception {
        district.faults().unauthorizedOnce();

        assertThat(reader.get("students").statusCode()).isEqualTo(401);
        assertThat(reader.get("students").statusCode()).isEqualTo(200);
    }

    @Test
    void expiredTokensNeedANewOne() throws Exception {
        district.faults().expireTokens();
        assertThat(reader.get("students").statusCode()).isEqualTo(401);

        reader.signIn();

        assertThat(reader.get("students").statusCode()).isEqualTo(200);
    }

    @Test
    void forbidsDemographicsUntilCleared() throws Exception {
        district.faults().forbidDemographics();
        reader.signIn();
        assertThat(reader.get("demographics").statusCode()).isEqualTo(403);

        district.faults().clear();
        reader.signIn();

        assertThat(reader.get("demographics").statusCode()).isEqualTo(200);
    }

    @Test
    void breaksTheConnectionInThePage() throws Exception {
        district.faults().closeMidPage();

        assertThatThrownBy(() -> reader.get("students")).isInstanceOf(IOException.class);
        assertThat(reader.get("students").statusCode()).isEqualTo(200);
    }

    @Test
    void liesAboutTotalAndNextLink() throws Exception {
        district.faults().shrinkingTotal();
        district.faults().nextInACircle();
        district.faults().nextElsewhere();

        assertThat(reader.get("students").headers().firstValue("X-Total-Count")).hasValue("299");
        assertThat(reader.get("students?offset=100")
                        .headers()
                        .firstValue("Link")
                        .orElseThrow())
                .contains("offset=100&limit=100>; rel=\"next\"");
        assertThat(reader.get("students").headers().firstValue("Link").orElseThrow())
                .contains("<https://elsewhere.example/");
    }

    @Test
    void diesInTheMiddleOfAPullAndComesBackOnTheSamePort() throws Exception {
        var port = district.port();
        district.faults().dieAfter(2);

        assertThat(reader.get("students").statusCode()).isEqualTo(200);
        assertThat(reader.get("students?offset=100").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> reader.get("students?offset=200")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reader.get("students?offset=200")).isInstanceOf(IOException.class);

        district.revive();

        assertThat(district.port()).isEqualTo(port);
        assertThat(reader.page("students?offset=200", "users")).hasSize(100);
    }
}
