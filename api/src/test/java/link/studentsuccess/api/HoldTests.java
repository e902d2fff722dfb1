package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who stops whom or what, that it is closed for the next query, and that only the setter's side learns why. */
class HoldTests {

    private static final String PLACE = """
            mutation Place($input: PlaceHoldInput!) { placeHold(input: $input) {
              hold { id version kind cause note inForce setBy
                target { districtStudentId districtId participantId staffId organizationId feedId } }
              numberPublished
              errors { field code message } } }
            """;

    private static final String END = """
            mutation End($input: EndHoldInput!) { endHold(input: $input) {
              hold { inForce endedBy version } errors { field code } } }
            """;

    private static final String HOLDS = "{ holds(first: 100) { edges { node { id cause note } } } }";

    private static final String CHILD = """
            query Child($id: ID!) { participant(id: $id) { students {
              enrollment { __typename ... on Withheld { reason message nextStep since until } }
              participation { __typename ... on Withheld { reason } ... on Participation { programs { organizationName } } } } } }
            """;

    private static final String WITH_US = """
            query WithUs($number: String) { sharedParticipation(districtStudentId: $number) {
              edges { node { program { organizationName } } } } }
            """;

    private static final String NAMED = """
            query Named($number: String!) {
              districtDisclosures(first: 5, districtStudentId: $number) { edges { node { districtStudentIds } } }
              disclosureCopy(districtStudentId: $number) { disclosures { category } held { category } }
              signers(districtStudentId: $number) { name } }
            """;

    private final DemoWorld world = Worlds.pulled();

    @AfterEach
    void endAll() {
        Worlds.change(world, "delete from document.hold where note like 'HoldTests%'");
    }

    @Test
    @DisplayName(
            "case 32: a safety hold by the steward closes every organization and shared participation in the same second")
    void aSafetyHoldClosesEverybodyAtOnce() {
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(shared(Person.STEPH, Child.LENA)).isEqualTo(2);

        var payload = place(Person.STEPH, student(null, Child.LENA), "SAFETY_PLAN", "HoldTests the shelter on Ninth");

        assertThat(payload.get("errors")).isEmpty();
        assertThat(payload.get("numberPublished").asBoolean()).isTrue();
        assertThat(payload.at("/hold/setBy").asString()).isEqualTo("Steph Yamada");
        for (var person : new Person[] {Person.MARIA, Person.DANA, Person.ALEX, Person.BEA}) {
            var closed = child(person, Child.LENA.name());
            assertThat(closed.at("/enrollment/reason").asString()).isEqualTo("ON_HOLD");
            assertThat(closed.at("/participation/reason").asString()).isEqualTo("ON_HOLD");
            assertThat(closed.toString()).doesNotContain("shelter", "SAFETY", "Steph");
        }
        assertThat(shared(Person.STEPH, Child.LENA)).isZero();
        assertThat(shared(Person.CORA, Child.LENA)).isZero();
        // A hold closes, it does not purge: the record is still matched and kept.
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from access.kept_as_of('" + Place.PUGET_RIDGE.id()
                                + "', now()) k where k.student_id = '" + world.student(Child.LENA) + "'"))
                .containsExactly("1");

        end(Person.STEPH, payload.get("hold"));

        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(shared(Person.STEPH, Child.LENA)).isEqualTo(2);
    }

    @Test
    @DisplayName("case 31: a death takes the child off every list; entered by mistake, it is taken back")
    void aDeathTakesTheChildOffEveryList() {
        assertThat(listed(Person.MARIA, Child.OMAR)).isTrue();

        var hold = place(Person.STEPH, student(Place.PUGET_RIDGE, Child.OMAR), "DEATH", "HoldTests", "REMOVE")
                .get("hold");

        for (var person : new Person[] {Person.MARIA, Person.DANA, Person.ALEX, Person.WES}) {
            assertThat(Ask.as(person)
                            .data(CHILD, id(person, Child.OMAR.name()))
                            .get("participant")
                            .isNull())
                    .isTrue();
        }
        assertThat(listed(Person.MARIA, Child.OMAR)).isFalse();
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from roster.participant where id = '" + world.participant(Child.OMAR) + "'"))
                .containsExactly("1");

        end(Person.STEPH, hold);

        assertThat(listed(Person.MARIA, Child.OMAR)).isTrue();
        assertThat(open(Person.MARIA, Child.OMAR.name())).isEqualTo("Enrollments");
    }

    @Test
    @DisplayName("case 33: the district's own switch closes every organization at the next query and stops the feeds")
    void theDistrictsOwnSwitch() {
        var feeds = "select count(*) from sync.feed f where f.district_id = '" + Place.RAINIER_VALLEY.id()
                + "' and access.feed_held(f.id)";
        assertThat(open(Person.MARIA, RainierChild.RAVI.name())).isEqualTo("Enrollments");
        assertThat(Worlds.truth(world, feeds)).containsExactly("0");

        var hold = place(
                        Person.ROSA,
                        Map.of("districtId", Id.DISTRICT.of(Place.RAINIER_VALLEY.id())),
                        "DISTRICT_SWITCH",
                        "HoldTests")
                .get("hold");

        assertThat(child(Person.MARIA, RainierChild.RAVI.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(child(Person.WES, RainierChild.INGRID.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments"); // another district
        assertThat(Worlds.truth(world, feeds)).isNotEqualTo(List.of("0"));

        end(Person.ROSA, hold);

        assertThat(open(Person.MARIA, RainierChild.RAVI.name())).isEqualTo("Enrollments");
        assertThat(Worlds.truth(world, feeds)).containsExactly("0");
    }

    @Test
    void onlyTheSideThatSetItReadsWhy() {
        var hold = place(Person.STEPH, student(null, Child.JADE), "CUSTODY_DISPUTE", "HoldTests the father")
                .get("hold");

        assertThat(Ask.as(Person.STEPH).data(HOLDS).toString()).contains("HoldTests the father", "CUSTODY_DISPUTE");
        for (var person : new Person[] {Person.ALEX, Person.ROSA, Person.OLLIE}) {
            assertThat(Ask.as(person).data(HOLDS).toString())
                    .doesNotContain("HoldTests", hold.get("id").asString());
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
            var payload = place(Person.ROSA, target, "OTHER", "HoldTests");

            assertThat(payload.at("/errors/0/code").asString())
                    .as(target.toString())
                    .isEqualTo("NOT_FOUND");
            assertThat(payload.get("hold").isNull()).isTrue();
        }
        assertThat(Worlds.truth(world, "select count(*) from document.hold where note = 'HoldTests'"))
                .containsExactly("0");
    }

    @Test
    void aStewardStopsAnOrganizationAsFarAsTheDistrictGoes() {
        place(
                Person.ROSA,
                Map.of("organizationId", Id.ORGANIZATION.of(Place.SOUND_REACH.id())),
                "INCIDENT",
                "HoldTests");

        assertThat(child(Person.MARIA, RainierChild.RAVI.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(open(Person.WES, RainierChild.INGRID.name())).isEqualTo("Enrollments");
    }

    @Test
    void anAdminStopsOwnMembersAndParticipantsOnly() {
        var mine = place(
                Person.ALEX,
                Map.of("staffId", Id.STAFF.of(Person.MARIA.membershipId())),
                "INCIDENT",
                "HoldTests lost laptop");

        assertThat(mine.get("errors")).isEmpty();
        assertThat(child(Person.MARIA, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.DANA, Child.LENA.name())).isEqualTo("Enrollments");
        end(Person.ALEX, mine.get("hold"));
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");

        place(
                Person.ALEX,
                Map.of("participantId", Id.PARTICIPANT.of(world.participant(Child.LENA))),
                "CUSTODY_DISPUTE",
                "HoldTests");
        assertThat(child(Person.DANA, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        // What another organization serves is its own participant.
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");

        for (var target : List.<Map<String, Object>>of(
                Map.of("staffId", Id.STAFF.of(Person.BEA.membershipId())),
                Map.of("organizationId", Id.ORGANIZATION.of(Place.HARBOR_LIGHTS.id())),
                Map.of("participantId", Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, "LENA"))),
                student(Place.PUGET_RIDGE, Child.LENA),
                Map.of("districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id())))) {
            assertThat(place(Person.ALEX, target, "OTHER", "HoldTests")
                            .at("/errors/0/code")
                            .asString())
                    .as(target.toString())
                    .isEqualTo("NOT_FOUND");
        }
    }

    @Test
    @DisplayName("case 31: an organization that hears of a death takes its own participant off its lists")
    void anOrganizationTakesItsOwnParticipantOffItsLists() {
        var hold = place(
                        Person.ALEX,
                        Map.of("participantId", Id.PARTICIPANT.of(world.participant(Child.LENA))),
                        "DEATH",
                        "HoldTests",
                        "REMOVE")
                .get("hold");

        assertThat(listed(Person.MARIA, Child.LENA)).isFalse();
        assertThat(listed(Person.ALEX, Child.LENA)).isFalse();
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");

        end(Person.ALEX, hold);

        assertThat(listed(Person.MARIA, Child.LENA)).isTrue();
    }

    /** Both walls: what the application forgets to ask, the database refuses. */
    @Test
    void theDatabaseRefusesWhatTheStewardMayNotStop() throws SQLException {
        try (var connection = world.superuser();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local role link_request");
            statement.execute("select access.enter('%s', '%s', '%s', '{student-data}', 'HoldTests', 'x', null)"
                    .formatted(world.signIn().issuer(), Person.ROSA.subject(), Place.RAINIER_VALLEY.host()));
            var insert =
                    "insert into document.hold (kind, district_id, cause, note, set_by) values ('CLOSE', '%s', 'OTHER', 'HoldTests', '%s')";

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
                        "HoldTests")
                .get("hold");

        assertThat(endErrors(Person.ALEX, hold)).contains("NOT_ALLOWED");
        assertThat(child(Person.ALEX, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
    }

    /** The operator has no student data: it closes a child as a report names it, and learns nothing by doing so. */
    @Test
    void theOperatorClosesAChildAndLearnsNotWhetherItExists() {
        var there = place(Person.OLLIE, student(Place.PUGET_RIDGE, Child.PRIYA), "INCIDENT", "HoldTests");
        var nowhere = place(
                Person.OLLIE,
                Map.of(
                        "student",
                        Map.of("districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id()), "districtStudentId", "no-such")),
                "INCIDENT",
                "HoldTests");

        assertThat(shape(there)).isEqualTo(shape(nowhere));
        assertThat(there.get("numberPublished").isNull()).isTrue();
        assertThat(child(Person.MARIA, Child.PRIYA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(place(Person.OLLIE, student(Place.PUGET_RIDGE, Child.PRIYA), "DEATH", "HoldTests", "REMOVE")
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_ALLOWED");
    }

    private static String shape(JsonNode payload) {
        return payload.toString().replaceAll("\"(id|districtStudentId)\":\"[^\"]*\"", "");
    }

    @Test
    void theOperatorStopsAPersonAnOrganizationAndAFeed() {
        var person =
                place(Person.OLLIE, Map.of("staffId", Id.STAFF.of(Person.BEA.membershipId())), "INCIDENT", "HoldTests");
        assertThat(person.at("/hold/target/staffId").asString()).isEqualTo(Id.STAFF.of(Person.BEA.membershipId()));
        assertThat(child(Person.BEA, Child.LENA.name()).at("/enrollment/reason").asString())
                .isEqualTo("ON_HOLD");
        end(Person.OLLIE, person.get("hold"));
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");

        place(
                Person.OLLIE,
                Map.of("organizationId", Id.ORGANIZATION.of(Place.HARBOR_LIGHTS.id())),
                "INCIDENT",
                "HoldTests");
        assertThat(child(Person.BEA, Child.LENA.name()).at("/enrollment/reason").asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");

        place(Person.OLLIE, Map.of("feedId", Id.FEED.of(world.oneRosterFeed())), "INCIDENT", "HoldTests");
        assertThat(child(Person.MARIA, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(Worlds.truth(world, "select access.feed_held('" + world.oneRosterFeed() + "')"))
                .containsExactly("t");
    }

    @Test
    void aHoldOnTheDistrictsOwnStaffClosesWhatTheyAreToldOfChildren() {
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments"); // which the steward reads of below
        for (var person : new Person[] {Person.CORA, Person.STEPH}) {
            assertThat(shared(person, Child.LENA)).isEqualTo(2);
            var staff = Map.<String, Object>of("staffId", Id.STAFF.of(person.membershipId()));

            var hold = place(Person.OLLIE, staff, "INCIDENT", "HoldTests").get("hold");

            assertThat(shared(person, Child.LENA)).as(person.name()).isZero();
            assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
            end(Person.OLLIE, hold);
            assertThat(shared(person, Child.LENA)).isEqualTo(2);
        }
    }

    @Test
    void aHoldOnTheStewardClosesEveryListThatNamesChildren() {
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        place(Person.STEPH, student(null, Child.TARIQ), "SAFETY_PLAN", "HoldTests Tariq");
        Worlds.change(
                world,
                "update document.hold set set_by = '" + Person.CORA.membershipId()
                        + "' where note = 'HoldTests Tariq'");
        var told = named();
        assertThat(told.at("/districtDisclosures/edges/0/node/districtStudentIds/0")
                        .asString())
                .isEqualTo(Child.LENA.districtStudentId());
        assertThat(told.at("/disclosureCopy/disclosures")).isNotEmpty();
        assertThat(told.at("/disclosureCopy/held")).isNotEmpty();
        assertThat(told.get("signers")).isNotEmpty();
        assertThat(Ask.as(Person.STEPH).data(HOLDS).toString()).contains("HoldTests Tariq");

        place(
                Person.OLLIE,
                Map.of("staffId", Id.STAFF.of(Person.STEPH.membershipId())),
                "INCIDENT",
                "HoldTests the steward");

        var held = named();
        assertThat(held.at("/districtDisclosures/edges")).isEmpty();
        assertThat(held.at("/disclosureCopy/disclosures")).isEmpty();
        assertThat(held.at("/disclosureCopy/held")).isEmpty();
        assertThat(held.get("signers")).isEmpty();
        assertThat(Ask.as(Person.STEPH).data(HOLDS).toString()).doesNotContain("HoldTests Tariq");
        // What closes goes on: a child is not in danger because of its steward.
        assertThat(place(Person.STEPH, student(null, Child.JADE), "SAFETY_PLAN", "HoldTests Jade")
                        .get("errors"))
                .isEmpty();
        assertThat(child(Person.MARIA, Child.JADE.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
    }

    private static JsonNode named() {
        return Ask.as(Person.STEPH).data(NAMED, Map.of("number", Child.LENA.districtStudentId()));
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

        var incident = place(Person.ALEX, lena, "INCIDENT", "HoldTests", "REMOVE");
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
                        "HoldTests"));
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

    private static Map<String, Object> student(@Nullable Place district, Child child) {
        return Map.of(
                "student",
                district == null
                        ? Map.of("districtStudentId", child.districtStudentId())
                        : Map.of(
                                "districtId", Id.DISTRICT.of(district.id()),
                                "districtStudentId", child.districtStudentId()));
    }

    private static JsonNode place(Person by, Map<String, Object> target, String cause, String note) {
        return place(by, target, cause, note, "CLOSE");
    }

    private static JsonNode place(Person by, Map<String, Object> target, String cause, String note, String kind) {
        var input = Map.of(
                "idempotencyKey",
                UUID.randomUUID().toString(),
                "target",
                target,
                "cause",
                cause,
                "note",
                note,
                "kind",
                kind);
        return Ask.as(by).data(PLACE, Map.of("input", input)).get("placeHold");
    }

    private static void end(Person by, JsonNode hold) {
        var payload =
                Ask.as(by).data(END, ending(hold, hold.get("version").asInt())).get("endHold");
        assertThat(payload.get("errors")).isEmpty();
        assertThat(payload.at("/hold/inForce").asBoolean()).isFalse();
        assertThat(payload.at("/hold/endedBy").asString()).isEqualTo(by.fullName());
    }

    private static String endErrors(Person by, JsonNode hold) {
        return Ask.as(by)
                .data(END, ending(hold, hold.get("version").asInt()))
                .at("/endHold/errors")
                .toString();
    }

    private static Map<String, Object> ending(JsonNode hold, int version) {
        return Map.of("input", Map.of("holdId", hold.get("id").asString(), "version", version));
    }

    private JsonNode child(Person person, String key) {
        return Ask.as(person).data(CHILD, id(person, key)).at("/participant/students/0");
    }

    private String open(Person person, String key) {
        return child(person, key).at("/enrollment/__typename").asString();
    }

    private Map<String, Object> id(Person person, String key) {
        return Map.of("id", Id.PARTICIPANT.of(world.participant(person.place(), key)));
    }

    private boolean listed(Person person, Child child) {
        return Ask.as(person)
                .data("{ participants(first: 100) { edges { node { id } } } }")
                .toString()
                .contains(Id.PARTICIPANT.of(world.participant(child)));
    }

    private static int shared(Person person, Child child) {
        return Ask.as(person)
                .data(WITH_US, Map.of("number", child.districtStudentId()))
                .at("/sharedParticipation/edges")
                .size();
    }
}
