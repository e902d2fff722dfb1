package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.changes.Streams;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A case worker of this test alone, who watches two children whom no other test looks at. */
abstract class WatchingStories {

    static final String HOST = Place.SOUND_REACH.host();
    static final String ONE = "FURTHER_27";
    static final String OTHER = "FURTHER_28";
    static final String NOT_ASSIGNED = "FURTHER_29";

    static final String SUBSCRIPTION = """
            subscription Watching {
              caseloadChanges {
                __typename
                ... on CategoriesChanged { studentId categories }
                ... on FreshnessChanged { districtId freshness { category publishedAt coveredUntil nextPullAt } }
              }
            }
            """;

    final DemoWorld world = Worlds.pulled();
    final UUID person = UUID.randomUUID();
    final List<Events> opened = new ArrayList<>();
    private final String publishedBefore = published();

    @BeforeEach
    void hire() {
        Worlds.change(world, """
                insert into party.staff (id, issuer, subject, given_name, family_name, email)
                values ('%1$s', '%2$s', '%1$s', 'Wanda', 'Lindqvist', 'wanda@soundreach.example');
                insert into party.membership (id, staff_id, organization_id, role, active)
                values ('%1$s', '%1$s', '%3$s', 'CASE_WORKER', daterange(current_date - 10, null));
                insert into party.training_record (id, staff_id, title, valid)
                values ('%1$s', '%1$s', 'FERPA', daterange(current_date - 10, null));
                insert into party.statement_acceptance (staff_id, statement_id)
                select '%1$s', id from party.confidentiality_statement;
                """.formatted(person, world.signIn().issuer(), Place.SOUND_REACH.id()));
        assign(ONE);
        assign(OTHER);
    }

    @AfterEach
    void leave() {
        opened.forEach(Events::close);
        for (var key : List.of(ONE, OTHER, NOT_ASSIGNED)) {
            revoke(key, "null");
        }
        Worlds.change(world, """
                delete from roster.caseload_assignment where membership_id = '%1$s';
                delete from party.training_record where staff_id = '%1$s';
                delete from party.statement_acceptance where staff_id = '%1$s';
                delete from party.membership where staff_id = '%1$s';
                delete from party.staff where id = '%1$s';
                """.formatted(person));
        publish("'" + publishedBefore + "'");
        awaitStreams(0);
    }

    void assertCategories(JsonNode change, String key) {
        assertThat(change.at("/__typename").asString()).isEqualTo("CategoriesChanged");
        assertThat(change.at("/studentId").asString()).isEqualTo(Id.STUDENT.of(world.student(Place.SOUND_REACH, key)));
        assertThat(change.at("/categories").toString()).contains("ENROLLMENT", "ATTENDANCE");
    }

    Ask watcher() {
        return Ask.with(world.signIn().mint(person.toString(), claims -> {}, headers -> {}), HOST);
    }

    Events open() {
        return open(watcher(), world.apiPort());
    }

    Events open(Ask asker, int port) {
        var request = post(asker, SUBSCRIPTION)
                .uri(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .setHeader("Accept", "text/event-stream");
        var events = Events.open(request.build());
        opened.add(events);
        return events;
    }

    static HttpResponse<String> refused(Ask asker, String document) {
        return Ask.send(post(asker, document).setHeader("Accept", "text/event-stream"));
    }

    static HttpRequest.Builder post(Ask asker, String document) {
        var body = JsonMapper.shared().writeValueAsString(Map.of("query", document));
        return asker.request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    void awaitStreams(int number) {
        Await.until(number + " streams", () -> streams() == number);
    }

    int streams() {
        return world.bean(Streams.class).open();
    }

    void assign(String key) {
        Worlds.change(world, """
                insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
                values ('%s', '%s', '%s', daterange(current_date - 10, null))
                """.formatted(person, Place.SOUND_REACH.id(), world.participant(Place.SOUND_REACH, key)));
    }

    void unassign(String key) {
        Worlds.change(world, """
                update roster.caseload_assignment set assigned = daterange(lower(assigned), current_date - 2)
                where membership_id = '%s' and participant_id = '%s'
                """.formatted(person, world.participant(Place.SOUND_REACH, key)));
    }

    void revoke(String key, String at) {
        Worlds.change(world, revocation(key, at));
    }

    String revocation(String key, String at) {
        return "update document.consent set revoked_at = %1$s, revoked_by = case when %1$s is not null then '%2$s'::uuid end where participant_id = '%3$s'"
                .formatted(at, Person.DANA.membershipId(), world.participant(Place.SOUND_REACH, key));
    }

    void publish(String at) {
        Worlds.change(
                world,
                "update sync.freshness set published_at = " + at + " where category = 'ATTENDANCE' and district_id = '"
                        + Place.PUGET_RIDGE.id() + "'");
    }

    private String published() {
        return Worlds.truth(
                        world,
                        "select published_at from sync.freshness where category = 'ATTENDANCE' and district_id = '"
                                + Place.PUGET_RIDGE.id() + "'")
                .get(0);
    }
}
