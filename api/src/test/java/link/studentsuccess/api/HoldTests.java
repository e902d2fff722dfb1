package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.Test;

/** Who may set a hold and end it, who reads why, and what is told of mistakes. */
class HoldTests extends HoldStories {

    @Test
    void onlyTheSideThatSetItReadsWhy() {
        var hold = place(Person.STEPH, student(null, Child.JADE), "CUSTODY_DISPUTE", "HoldStories the father")
                .get("hold");

        assertThat(Ask.as(Person.STEPH).data(HOLDS).toString()).contains("HoldStories the father", "CUSTODY_DISPUTE");
        for (var person : new Person[] {Person.ALEX, Person.ROSA, Person.OLLIE}) {
            assertThat(Ask.as(person).data(HOLDS).toString())
                    .doesNotContain("HoldStories", hold.get("id").asString());
            assertThat(Ask.as(person)
                            .data(
                                    "query N($id: ID!) { node(id: $id) { id } }",
                                    Map.of("id", hold.get("id").asString()))
                            .get("node")
                            .isNull())
                    .isTrue();
            assertThat(endErrors(person, hold)).contains("NOT_FOUND");
        }
        for (var person : new Person[] {Person.MARIA, Person.DANA, Person.INES, Person.CORA}) {
            assertThat(Ask.as(person).data(HOLDS).get("holds").isNull()).isTrue();
        }
        assertThat(child(Person.MARIA, Child.JADE.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
    }

    @Test
    void aStewardStopsNothingOfAnotherDistrict() {
        var feed = Id.FEED.of(world.oneRosterFeed());

        for (var target : List.<Map<String, Object>>of(
                student(Place.PUGET_RIDGE, Child.LENA),
                Map.of("districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id())),
                Map.of("feedId", feed),
                Map.of("organizationId", Id.ORGANIZATION.of(Place.HARBOR_LIGHTS.id())),
                Map.of("staffId", Id.STAFF.of(Person.MARIA.membershipId())),
                Map.of("participantId", Id.PARTICIPANT.of(world.participant(Child.LENA))))) {
            var payload = place(Person.ROSA, target, "OTHER", "HoldStories");

            assertThat(payload.at("/errors/0/code").asString())
                    .as(target.toString())
                    .isEqualTo("NOT_FOUND");
            assertThat(payload.get("hold").isNull()).isTrue();
        }
        assertThat(Worlds.truth(world, "select count(*) from document.hold where note = 'HoldStories'"))
                .containsExactly("0");
    }

    /** Both walls: what the application forgets to ask, the database refuses. */
    @Test
    void theDatabaseRefusesWhatTheStewardMayNotStop() throws SQLException {
        try (var connection = world.superuser();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local role link_request");
            statement.execute("select access.enter('%s', '%s', '%s', '{student-data}', 'HoldStories', 'x', null)"
                    .formatted(world.signIn().issuer(), Person.ROSA.subject(), Place.RAINIER_VALLEY.host()));
            var insert =
                    "insert into document.hold (kind, district_id, cause, note, set_by) values ('CLOSE', '%s', 'OTHER', 'HoldStories', '%s')";

            assertThat(statement.executeUpdate(insert.formatted(Place.RAINIER_VALLEY.id(), Person.ROSA.membershipId())))
                    .isEqualTo(1);
            statement.execute("savepoint before");
            assertThatThrownBy(() -> statement.executeUpdate(
                            insert.formatted(Place.PUGET_RIDGE.id(), Person.ROSA.membershipId())))
                    .hasMessageContaining("row-level security");
            statement.execute("rollback to before");
            assertThatThrownBy(() -> statement.executeUpdate(
                            insert.formatted(Place.RAINIER_VALLEY.id(), Person.STEPH.membershipId())))
                    .hasMessageContaining("row-level security");
        } // closing without a commit rolls back
    }

    @Test
    void nobodyEndsAHoldOnOneself() {
        var hold = place(
                        Person.ALEX,
                        Map.of("staffId", Id.STAFF.of(Person.ALEX.membershipId())),
                        "INCIDENT",
                        "HoldStories")
                .get("hold");

        assertThat(endErrors(Person.ALEX, hold)).contains("NOT_ALLOWED");
        assertThat(child(Person.ALEX, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        var input = new LinkedHashMap<String, Object>(Map.of(
                "idempotencyKey",
                UUID.randomUUID().toString(),
                "target",
                Map.of("feedId", Id.FEED.of(world.oneRosterFeed())),
                "kind",
                "REMOVE",
                "cause",
                "OTHER",
                "note",
                "x".repeat(501),
                "until",
                "2020-01-01T00:00:00Z"));

        var payload = Ask.as(Person.STEPH).data(PLACE, Map.of("input", input)).get("placeHold");

        assertThat(payload.get("errors").toString()).contains("input.kind", "input.note", "input.until");

        input.put("target", Map.of());
        assertThat(Ask.as(Person.STEPH)
                        .data(PLACE, Map.of("input", input))
                        .at("/placeHold/errors")
                        .toString())
                .contains("input.target");
    }

    @Test
    void onlyADeathTakesOffTheListsAndSomethingElseIsSaid() {
        var lena = Map.<String, Object>of("participantId", Id.PARTICIPANT.of(world.participant(Child.LENA)));

        var incident = place(Person.ALEX, lena, "INCIDENT", "HoldStories", "REMOVE");
        var unsaid = place(Person.ALEX, lena, "OTHER", " ");

        assertThat(incident.get("errors").toString()).contains("input.cause", "CONFLICT");
        assertThat(unsaid.get("errors").toString()).contains("input.note", "MALFORMED");
        assertThat(listed(Person.MARIA, Child.LENA)).isTrue();
    }

    @Test
    void sentTwiceItIsOneHoldAndEndedFromAnOldVersionItStands() {
        var input = Map.<String, Object>of(
                "input",
                Map.of(
                        "idempotencyKey",
                        UUID.randomUUID().toString(),
                        "target",
                        student(null, Child.TARIQ),
                        "cause",
                        "OTHER",
                        "note",
                        "HoldStories"));
        var steph = Ask.as(Person.STEPH);

        var first = steph.data(PLACE, input).at("/placeHold/hold");
        var second = steph.data(PLACE, input).at("/placeHold/hold");

        assertThat(second).isEqualTo(first);
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from document.hold where district_student_id = '"
                                + Child.TARIQ.districtStudentId() + "'"))
                .containsExactly("1");
        assertThat(steph.data(END, ending(first, first.get("version").asInt() + 1))
                        .toString())
                .contains("CHANGED_MEANWHILE");
        assertThat(child(Person.MARIA, Child.TARIQ.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        end(Person.STEPH, first);
        assertThat(endErrors(Person.STEPH, first)).contains("CHANGED_MEANWHILE");
        // Who, when; never the number or the words.
        assertThat(Worlds.truth(world, """
                        select c.action || ' ' || c.membership_id || ' ' || (c.fields @> '{note,district_student_id}')
                          || ' ' || jsonb_exists_any(c.after, '{note,district_student_id}')
                        from audit.change c
                        where c.subject = 'document.hold' and c.action = 'CREATED' and c.subject_id = '%s'
                        """.formatted(Id.keyOf(first.get("id").asString()))))
                .containsExactly("CREATED " + Person.STEPH.membershipId() + " true false");
    }
}
