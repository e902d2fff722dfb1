package link.studentsuccess.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.HttpGateway.Anonymous;
import link.studentsuccess.connectors.spi.HttpGateway.ClientCredentials;
import org.junit.jupiter.api.Test;

class LoopbackHttpGatewayTests {

    @Test
    void renewsATokenOnceAndThenGivesUp() throws Exception {
        try (var people = new PeopleServer()) {
            var credentials = new ClientCredentials(people.address().resolve("token"), "people", "secret", Set.of());
            var question = people.address().resolve("people?offset=0&limit=1");

            people.refuse(1);
            assertThat(people.http().get(question, credentials).status()).isEqualTo(200);
            assertThat(people.tokensGiven()).isEqualTo(2);

            people.refuse(2);
            assertThatThrownBy(() -> people.http().get(question, credentials)).isInstanceOf(AuthProblem.class);
            assertThat(people.tokensGiven()).isEqualTo(3);
        }
    }

    @Test
    void goesToNoOtherMachine() throws Exception {
        try (var people = new PeopleServer()) {
            assertThatThrownBy(() -> people.http().get(URI.create("http://192.0.2.1/"), new Anonymous()))
                    .isInstanceOf(ConfigProblem.class);
        }
    }
}
