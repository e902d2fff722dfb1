package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * What stories of streams share: a case worker of the one test alone who watches two children whom no other test looks at, and
 * a colleague who may be hired too.
 */
abstract class WatchingStories {

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
    final Hired person = new Hired(world);
    final Hired colleague = new Hired(world);
    private final List<Events> opened = new ArrayList<>();

    @BeforeEach
    void begin() {
        awaitStreams(0);
        person.begin("CASE_WORKER");
        person.assign(ONE);
        person.assign(OTHER);
    }

    @AfterEach
    void leave() {
        opened.forEach(Events::close);
        for (var key : List.of(ONE, OTHER, NOT_ASSIGNED)) {
            revoke(key, "null");
        }
        person.leave();
        colleague.leave();
        awaitStreams(0);
    }

    Events open() {
        return open(person.ask());
    }

    Events open(Ask asker) {
        return open(stream(asker, SUBSCRIPTION));
    }

    Events open(HttpRequest.Builder request) {
        var events = Events.open(request.build());
        opened.add(events);
        return events;
    }

    static HttpResponse<String> refused(Ask asker, String document) {
        return Ask.send(stream(asker, document));
    }

    static HttpRequest.Builder stream(Ask asker, String document) {
        return post(asker, document).setHeader("Accept", "text/event-stream");
    }

    static HttpRequest.Builder post(Ask asker, String document) {
        var body = JsonMapper.shared().writeValueAsString(Map.of("query", document));
        return asker.request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    int streams() {
        return world.bean(Streams.class).open();
    }

    void awaitStreams(int open) {
        Await.until(open + " streams are open", () -> streams() == open);
    }

    void revoke(String key, String at) {
        Worlds.change(world, revocation(key, at));
    }

    String revocation(String key, String at) {
        return "update document.consent set revoked_at = %1$s, revoked_by = case when %1$s is not null then '%2$s'::uuid end where participant_id = '%3$s'"
                .formatted(at, Person.DANA.membershipId(), world.participant(Place.SOUND_REACH, key));
    }

    UUID consent(String key) {
        return UUID.fromString(Worlds.truth(
                        world,
                        "select id from document.consent where participant_id = '"
                                + world.participant(Place.SOUND_REACH, key) + "'")
                .get(0));
    }

    void assertCategories(JsonNode change, String key) {
        assertThat(change.at("/__typename").asString()).isEqualTo("CategoriesChanged");
        assertThat(change.at("/studentId").asString()).isEqualTo(id(key));
        assertThat(change.at("/categories").toString()).contains("ENROLLMENT", "ATTENDANCE");
    }

    String id(String key) {
        return Id.STUDENT.of(world.student(Place.SOUND_REACH, key));
    }
}
