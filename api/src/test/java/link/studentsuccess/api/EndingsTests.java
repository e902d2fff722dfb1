package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How it ends: a consent of two, or a district; and what is then stored no longer. */
class EndingsTests {

    private static final String DESTRUCTIONS = """
            { destructions(first: 1) { edges { node {
              destroyedAt ground reason destroyedById organizationId districtId agreementId rows { what category count } } } } }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();

    @AfterEach
    void takeAway() {
        TakenAway.participants(world, "external_id like 'EndingsTests%'");
    }

    @Test
    @DisplayName("case 12: two organizations' consents for one child, one withdrawn: what the other's covers stays")
    void purgedIsWhatNoRemainingWindowCovers() {
        var child = world.district().further(150);
        var number = child.districtStudentId();
        var harbor = consented(Person.JUNE, "Homework Club", List.of("ENROLLMENT", "ATTENDANCE"));
        var sound = consented(Person.ALEX, "After School Tutoring", List.of("ENROLLMENT"));
        pull();
        assertThat(attendance(Person.JUNE, harbor.participant())).isEqualTo("Attendance");
        assertThat(enrollment(Person.ALEX, sound.participant())).isEqualTo("Enrollments");
        var enrollments = stored("enrollment", number);
        assertThat(enrollments).isPositive();
        assertThat(stored("attendance_event", number)).isPositive();
        assertThat(stored("attendance_summary", number)).isPositive();

        revoke(Person.JUNE, harbor);
        assertThat(attendance(Person.JUNE, harbor.participant())).isEqualTo("CONSENT_REVOKED");
        pull();

        assertThat(stored("enrollment", number)).isEqualTo(enrollments);
        assertThat(stored("attendance_event", number)).isZero();
        assertThat(stored("attendance_summary", number)).isZero();
        assertThat(enrollment(Person.ALEX, sound.participant())).isEqualTo("Enrollments");
        assertThat(enrollment(Person.JUNE, harbor.participant())).isEqualTo("CONSENT_REVOKED");

        revoke(Person.ALEX, sound);
        pull();

        assertThat(stored("enrollment", number)).isZero();
        assertThat(Worlds.truth(
                        world, "select count(*) from record.student where district_student_id = '" + number + "'"))
                .containsExactly("0");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from document.consent where id in ('" + harbor.key() + "', '" + sound.key()
                                + "') and revoked_at is not null"))
                .as("consents stay")
                .containsExactly("2");
    }

    @Test
    @DisplayName(
            "case 33: the district's own switch: after the agreed days its data is destroyed with a record, and the"
                    + " ledger is handed over")
    void theDistrictEndsEverything() {
        var engine = world.bean(SyncEngine.class);
        var place = Place.RAINIER_VALLEY;
        var records = "select count(*) from record.student where district_id = '" + place.id() + "'";
        var student = Id.STUDENT.of(world.student(Place.SOUND_REACH, RainierChild.RAVI.name()));
        var attendance =
                "query A($id: ID!) { student(id: $id) { attendance { __typename ... on Withheld { reason } } } }";
        assertThat(Ask.as(Person.MARIA)
                        .data(attendance, Map.of("id", student))
                        .at("/student/attendance/__typename")
                        .asString())
                .isEqualTo("Attendance");
        var stored = Worlds.truth(world, records);
        assertThat(stored).isNotEqualTo(List.of("0"));

        var hold = act(
                        Person.ROSA,
                        "placeHold",
                        Map.of(
                                "idempotencyKey",
                                UUID.randomUUID().toString(),
                                "target",
                                Map.of("districtId", Id.DISTRICT.of(place.id())),
                                "cause",
                                "DISTRICT_SWITCH",
                                "note",
                                "EndingsTests"),
                        "hold { id }")
                .at("/hold/id")
                .asString();
        try {
            assertThat(Ask.as(Person.MARIA)
                            .data(attendance, Map.of("id", student))
                            .at("/student/attendance/reason")
                            .asString())
                    .isEqualTo("ON_HOLD");
            begun(hold, 59);
            engine.purgeNow(place.id());
            assertThat(Worlds.truth(world, records)).isEqualTo(stored);

            begun(hold, 61);
            engine.purgeNow(place.id());

            assertThat(Worlds.truth(world, records)).containsExactly("0");
            var newest = destroyed(Person.ROSA);
            assertThat(newest.get("ground").asString()).isEqualTo("DISTRICT_SWITCH");
            assertThat(newest.get("districtId").asString()).isEqualTo(Id.DISTRICT.of(place.id()));
            assertThat(newest.get("destroyedById").isNull()).isTrue();
            assertThat(newest.get("rows").toString())
                    .contains("attendance_event", "ATTENDANCE", "grade", "enrollment", "student_match");
            assertThat(destroyed(Person.OLLIE)).isEqualTo(newest);
            assertThat(Ask.as(Person.STEPH).data(DESTRUCTIONS).toString()).doesNotContain("DISTRICT_SWITCH");

            handedOver();
        } finally {
            Worlds.change(world, "update document.hold set ends = now() where note = 'EndingsTests' and ends is null");
            engine.pullNow(world.flatFilesFeed());
        }
        assertThat(Worlds.truth(world, records)).isEqualTo(stored);
    }

    /** 34 CFR 99.32(a)(3), (c): parties, times and interest, for the district; and that it was read is on record. */
    private void handedOver() {
        var readings =
                "select count(*) from ledger.release l join ledger.request r on r.id = l.request_id where l.category ="
                        + " 'DISCLOSURES' and r.membership_id = '" + Person.ROSA.membershipId()
                        + "' and released @> array['"
                        + world.student(Place.SOUND_REACH, RainierChild.RAVI.name()) + "']::uuid[]";
        var before = Worlds.truth(world, readings);

        var file = get(Person.ROSA, "disclosures.csv");

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(file.body().lines().findFirst().orElse(""))
                .isEqualTo("\"release_id\",\"at\",\"district_student_id\",\"category\",\"organization_name\","
                        + "\"staff_name\",\"service_account_name\",\"role\",\"bases\",\"purpose\",\"operation\"");
        assertThat(file.body().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                '"' + RainierChild.RAVI.districtStudentId() + "\",\"ATTENDANCE\",\"Sound Reach\"",
                                Person.MARIA.fullName()));
        assertThat(file.body()).doesNotContain(Child.LENA.districtStudentId() + "\",\"ATTENDANCE\",\"Harbor Lights");
        assertThat(Worlds.truth(world, readings)).isNotEqualTo(before);
        var last = file.body().lines().reduce("", (a, b) -> b);
        assertThat(get(Person.ROSA, "disclosures.csv?after=" + last.substring(1, 37))
                        .body()
                        .lines())
                .as("nothing before the last line")
                .hasSize(1);
        for (var person : List.of(Person.MARIA, Person.ALEX, Person.CORA, Person.OLLIE)) {
            assertThat(get(person, "disclosures.csv").statusCode()).isEqualTo(404);
        }
    }

    private void begun(String hold, int daysAgo) {
        Worlds.change(
                world,
                "set session_replication_role = replica; update document.hold set begins = now() - interval '" + daysAgo
                        + " days' where id = '" + Id.keyOf(hold) + "'");
    }

    private static JsonNode destroyed(Person person) {
        return Ask.as(person).data(DESTRUCTIONS).at("/destructions/edges/0/node");
    }

    private HttpResponse<String> get(Person person, String file) {
        return Ask.send(Ask.as(person)
                .request()
                .setHeader("Accept", "*/*")
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/" + file))
                .GET());
    }

    private void pull() {
        var engine = world.bean(SyncEngine.class);
        engine.pullNow(world.oneRosterFeed());
        engine.pullNow(world.attendanceFeed());
    }

    /** A participant of the person's organization, with a consent that the district has verified. */
    private Consented consented(Person admin, String program, List<String> categories) {
        var child = world.district().further(150);
        var participant = act(
                        admin,
                        "addParticipant",
                        Map.of(
                                "idempotencyKey",
                                UUID.randomUUID().toString(),
                                "externalId",
                                "EndingsTests " + UUID.randomUUID(),
                                "givenName",
                                child.givenName(),
                                "familyName",
                                child.familyName(),
                                "birthDate",
                                child.birthDate().toString(),
                                "programId",
                                Id.PROGRAM.of(world.program(program)),
                                "begins",
                                today.minusDays(30).toString(),
                                "districts",
                                List.of(Map.of(
                                        "districtId",
                                        Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                                        "districtStudentId",
                                        child.districtStudentId()))),
                        "participant { id }")
                .at("/participant/id")
                .asString();
        var document = Map.of(
                "evidence", "IN_PERSON",
                "identificationSeen", "Driver's license",
                "signedOn", today.toString(),
                "purpose", "Tutoring",
                "parties", List.of("ORGANIZATION", "OPERATOR"));
        var consent = Map.of(
                "participantId", participant,
                "studentBirthDate", child.birthDate().toString(),
                "districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                "newSigner", Map.of("name", "The Mother", "capacity", "PARENT"),
                "categories", categories,
                "begins", today.toString(),
                "ends", today.plusYears(1).toString());
        var id = act(
                        admin,
                        "recordConsents",
                        Map.of(
                                "idempotencyKey",
                                UUID.randomUUID().toString(),
                                "document",
                                document,
                                "consents",
                                List.of(consent)),
                        "consents { id }")
                .at("/consents/0/id")
                .asString();
        act(Person.STEPH, "verifyConsent", Map.of("consentId", id), "recorded");
        return new Consented(participant, id);
    }

    private static void revoke(Person person, Consented consented) {
        act(person, "revokeConsent", Map.of("consentId", consented.consent()), "consent { state }");
    }

    private static String attendance(Person person, String participant) {
        return facet(person, participant, "attendance");
    }

    private static String enrollment(Person person, String participant) {
        return facet(person, participant, "enrollment");
    }

    /** The type of what is shown, or why it is not. */
    private static String facet(Person person, String participant, String facet) {
        var answer = Ask.as(person)
                .data(
                        "query F($id: ID!) { participant(id: $id) { students { " + facet
                                + " { __typename ... on Withheld { reason } } } } }",
                        Map.of("id", participant))
                .at("/participant/students/0/" + facet);
        return answer.has("reason")
                ? answer.get("reason").asString()
                : answer.get("__typename").asString();
    }

    /** Rows of one district's student in a table that hangs on enrollments. */
    private int stored(String table, String number) {
        var enrollment = table.equals("enrollment") ? "r.id" : "r.enrollment_id";
        return Integer.parseInt(
                Worlds.truth(world, """
                        select count(*)
                        from record.%s r
                        join record.enrollment e on e.district_id = r.district_id and e.id = %s
                        join record.student s on s.district_id = e.district_id and s.id = e.student_id
                        where s.district_student_id = '%s'
                        """.formatted(table, enrollment, number)).get(0));
    }

    private static JsonNode act(Person by, String name, Map<String, Object> input, String answer) {
        var type = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Input";
        var payload = Ask.as(by)
                .data(
                        "mutation Act($input: " + type + "!) { " + name + "(input: $input) { " + answer
                                + " errors { field code message } } }",
                        Map.of("input", new HashMap<>(input)))
                .get(name);
        assertThat(payload.get("errors")).as(name).isEmpty();
        return payload;
    }

    private record Consented(String participant, String consent) {

        UUID key() {
            return Id.keyOf(consent);
        }
    }
}
