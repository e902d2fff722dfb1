package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no stream, and who gets none. */
class NoStreamTests extends WatchingStories {

    @ParameterizedTest(name = "attack 167: a query is no stream: {0}")
    @ValueSource(
            strings = {
                "{ viewer { role } }",
                "query NotAStream { viewer { role } }",
                "{ __schema { types { name } } }",
                "query NotAStream { __typename }"
            })
    void queryIsNoStream(String query) {
        var response = refused(person.ask(), query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(406);
        assertThat(response.body()).doesNotContain("CASE_WORKER", "Viewer", "Query");
    }

    @Test
    @DisplayName("attack 134: a mutation is no stream and is not carried out")
    void mutationIsNoStreamAndIsNotCarriedOut() {
        var consent = consent(ONE);
        var mutation = "mutation Sneaked { revokeConsent(input: { consentId: \"" + Id.CONSENT.of(consent)
                + "\" }) { errors { code } } }";

        var response = refused(person.ask(), mutation);

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(Worlds.truth(world, "select revoked_at from document.consent where id = '" + consent + "'"))
                .containsExactly("null");
        assertThat(Worlds.truth(
                        world,
                        "select outcome || ' ' || refusal from ledger.request where operation = 'Sneaked' and staff_id = '"
                                + person.id() + "'"))
                .containsExactly("REFUSED NOT_A_STREAM");
        // … and it is one that she may make:
        assertThat(person.ask().data(mutation).at("/revokeConsent/errors")).isEmpty();
    }

    @ParameterizedTest(name = "attack 135: a subscription is no answer at once: {0}")
    @ValueSource(
            strings = {
                "application/json",
                "application/graphql-response+json",
                "text/event-stream, application/json",
                "*/*"
            })
    void subscriptionIsNoAnswerAtOnce(String accept) {
        var response = Ask.send(post(person.ask(), SUBSCRIPTION).setHeader("Accept", accept));

        assertThat(response.headers().firstValue("Content-Type").orElse("")).doesNotContain("event-stream");
        assertThat(Ask.json(response).at("/errors/0/extensions/classification").asString())
                .isEqualTo("BAD_REQUEST");
        assertThat(Ask.json(response).at("/errors/0/message").asString())
                .isEqualTo("A subscription is answered as a stream: ask with 'Accept: text/event-stream' alone.");
        assertThat(response.body()).doesNotContain("Publisher", "graphql.", "reactor");
        assertThat(streams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subscription { a: caseloadChanges { __typename } b: caseloadChanges { __typename } }",
                "subscription { __typename }",
                "subscription { caseloadChanges { shoeSize } }",
                "subscription { caseloadChanges { __typename ... on CategoriesChanged { student { id } } } }",
                "subscription { __schema { types { name } } }"
            })
    void badSubscriptionIsRefusedInPlainWords(String document) {
        var response = refused(person.ask(), document);

        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(Ask.json(response).at("/errors/0/message").asString()).isNotBlank();
        assertThat(response.body()).doesNotContain("Exception", "wrong type or form");
        assertThat(streams()).isZero();
    }

    @Test
    void whoMayNotAskHereGetsNoStream() {
        assertThat(refused(Ask.as(Person.GONE), SUBSCRIPTION).statusCode()).isEqualTo(403);
        assertThat(refused(person.ask().at("harborlights.localhost"), SUBSCRIPTION)
                        .statusCode())
                .isEqualTo(403);
        assertThat(refused(Ask.with("", Hired.HOST), SUBSCRIPTION).statusCode()).isEqualTo(401);
        assertThat(streams()).isZero();
    }
}
