package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Participants as an organization adds, corrects, merges and destroys them. */
class ParticipantTests {

    private static final String CHILD = """
            participant {
              id version givenName familyName externalId enteredCollegeOn
              programEnrollments { id version begins ends program { name } }
              programAttendance(first: 100) { date }
              consents { id }
              students { id version districtStudentId district { id }
                attendance { __typename ... on Withheld { reason } } enrollment { __typename ... on Withheld { reason } } }
            }
            errors { field code message }
            """;
    private static final String STUDENT = """
            query Student($id: ID!) {
              student(id: $id) { version attendance { __typename ... on Withheld { reason } } }
            }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();
    private final Ask june = Ask.as(Person.JUNE);

    @Test
    void addedOnceHoweverOftenSubmitted() {
        var input = child("Nadia", "Osei");

        var first = change(june, "addParticipant", input);
        var again = change(june, "addParticipant", input);

        assertThat(first.get("errors")).isEmpty();
        assertThat(first.at("/participant/programEnrollments/0/program/name").asString())
                .isEqualTo("Homework Club");
        assertThat(first.at("/participant/students/0/districtStudentId").asString())
                .isEqualTo("0990001");
        assertThat(first.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("CONSENT_MISSING");
        assertThat(again).isEqualTo(first);
        assertThat(Worlds.truth(
                        world,
                        "select action || ' ' || (before || after)::text from audit.change where subject = 'roster.participant'"
                                + " and subject_id = '" + key(first) + "'"))
                .singleElement()
                .asString()
                .startsWith("CREATED")
                .doesNotContain("Nadia", "Osei");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        var input = child("", "Os\u0000ei");
        input.put("birthDate", today.plusDays(1).toString());
        input.put("programId", Id.PROGRAM.of(world.program("Walking Group"))); // another organization's
        input.put("ends", today.minusDays(900).toString());
        input.put(
                "districts",
                List.of(Map.of("districtId", Id.DISTRICT.of(UUID.randomUUID()), "districtStudentId", "x".repeat(51))));

        var errors = change(june, "addParticipant", input).get("errors").toString();

        assertThat(errors)
                .contains(
                        "input.givenName",
                        "input.familyName",
                        "input.birthDate",
                        "input.programId",
                        "input.ends",
                        "input.districts.0.districtId",
                        "input.districts.0.districtStudentId");
    }

    @Test
    void aCorrectionMadeFromAnOldVersionIsRefused() {
        var added = change(june, "addParticipant", child("Ole", "Brandt"));
        var input = new LinkedHashMap<String, Object>(Map.of(
                "participantId",
                added.at("/participant/id").asString(),
                "version",
                1,
                "givenName",
                "Olé",
                "familyName",
                "Brandt",
                "enteredCollegeOn",
                today.minusDays(3).toString()));

        var corrected = change(june, "correctParticipant", input);
        var stale = change(june, "correctParticipant", input);

        assertThat(corrected.at("/participant/givenName").asString()).isEqualTo("Olé");
        assertThat(corrected.at("/participant/version").asInt()).isEqualTo(2);
        assertThat(corrected.at("/participant/enteredCollegeOn").asString())
                .isEqualTo(today.minusDays(3).toString());
        assertThat(stale.at("/errors/0/code").asString()).isEqualTo("CHANGED_MEANWHILE");
    }

    @Test
    void anExternalIdIsOneChilds() {
        var external = "X-" + UUID.randomUUID();
        var first = child("Ida", "Moen");
        first.put("externalId", external);
        assertThat(change(june, "addParticipant", first).get("errors")).isEmpty();
        var second = child("Per", "Moen");
        second.put("externalId", external);

        assertThat(change(june, "addParticipant", second).at("/errors/0/field").asString())
                .isEqualTo("input.externalId");
    }

    @Test
    @DisplayName("case 18: a manager of some programs adds and enrolls in these only, and reaches nobody else")
    void limitedManager() {
        var pat = Ask.as(Person.PAT);
        var mine = child("Runa", "Falk");
        mine.put("programId", Id.PROGRAM.of(world.program("Summer Bridge")));
        var others = child("Runa", "Falk");
        others.put("programId", Id.PROGRAM.of(world.program("After School Tutoring")));
        var lena = Id.PARTICIPANT.of(world.participant(Child.LENA));

        var added = change(pat, "addParticipant", mine);

        assertThat(added.get("errors")).isEmpty();
        assertThat(added.at("/participant/students")).hasSize(1);
        assertThat(change(pat, "addParticipant", others).at("/errors/0/field").asString())
                .isEqualTo("input.programId");
        assertThat(change(
                                pat,
                                "enrollInProgram",
                                Map.of(
                                        "idempotencyKey", UUID.randomUUID().toString(),
                                        "participantId", lena,
                                        "programId", Id.PROGRAM.of(world.program("Summer Bridge")),
                                        "begins", today.toString()))
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("input.participantId");
        assertThat(change(
                                pat,
                                "correctParticipant",
                                Map.of("participantId", lena, "version", 1, "givenName", "A", "familyName", "B"))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        destroy(Ask.as(Person.ALEX), added);
    }

    /** The second wall: the database refuses what the application would have let through. */
    @Test
    void theDatabaseRefusesACaseWorkersParticipantAndAManagersUnknownChild() {
        assertThatThrownBy(() -> as(
                        Person.BEA,
                        "insert into roster.participant (id, organization_id, given_name, family_name) values"
                                + " (gen_random_uuid(), access.my_organization(), 'A', 'B')"))
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> as(
                        Person.PAT,
                        "insert into roster.program_enrollment (id, organization_id, participant_id, program_id, served) values"
                                + " (gen_random_uuid(), access.my_organization(), '" + world.participant(Child.LENA)
                                + "', '"
                                + world.program("Summer Bridge") + "', daterange(current_date, null))"))
                .hasMessageContaining("row-level security");
    }

    private void as(Person person, String sql) throws SQLException {
        try (var connection = world.superuser();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local role link_request");
            statement.execute("select * from access.enter('%s', '%s', '%s', '{}', null, '', null)"
                    .formatted(issuer(), person.subject(), person.place().host()));
            statement.execute(sql);
        }
    }

    private String issuer() {
        return Worlds.truth(world, "select issuer from party.staff limit 1").get(0);
    }

    @Test
    @DisplayName("case 1, case 15: twins' numbers; nothing of the other twin is visible for a second")
    void twinsNumbersCorrectedAndMistaken() {
        var alex = Ask.as(Person.ALEX);
        var id = Id.STUDENT.of(world.student(Child.ANA));
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED");
        assertThat(Ask.as(Person.MARIA)
                        .data("{ viewer { caseload(first: 100) { edges { node { givenName students {"
                                + " attendance { __typename ... on Withheld { reason nextStep } } } } } } } }")
                        .toString())
                .contains("NOT_MATCHED");

        var corrected = number(alex, id, Child.ANA.districtStudentId());
        assertThat(corrected.get("errors")).isEmpty();
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED"); // until it is proved
        world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());
        assertThat(reason(alex, id)).isEmpty();

        var mistaken = number(alex, id, Child.EVA.districtStudentId());
        assertThat(mistaken.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("NOT_MATCHED");
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED");
        world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED");
    }

    @Test
    void aMatchProvedBeforeACorrectionIsNotWrittenAfterIt() {
        var jade = world.student(Child.JADE);
        var before = Worlds.truth(world, "select count(*) from record.student_match where student_id = '" + jade + "'");
        var sql = "insert into record.student_match (student_id, district_id, record_id, proved_at)"
                + " select '%s', r.district_id, r.id, now() from record.student r where r.district_student_id %s '%s'"
                + " and not exists (select from record.student_match m where m.student_id = '%s') limit 1";
        var number = Worlds.truth(world, "select district_student_id from roster.student where id = '" + jade + "'")
                .get(0);
        Worlds.change(world, "delete from record.student_match where student_id = '" + jade + "'");

        Worlds.change(world, sql.formatted(jade, "<>", number, jade));
        var other = Worlds.truth(world, "select count(*) from record.student_match where student_id = '" + jade + "'");
        Worlds.change(world, sql.formatted(jade, "=", number, jade));

        assertThat(other).containsExactly("0");
        assertThat(Worlds.truth(world, "select count(*) from record.student_match where student_id = '" + jade + "'"))
                .isEqualTo(before)
                .containsExactly("1");
    }

    @Test
    void whileAHoldIsInForceTheNumbersStay() {
        var id = Id.STUDENT.of(world.student(Place.SOUND_REACH, "FURTHER_2"));
        var alex = Ask.as(Person.ALEX);

        assertThat(number(alex, id, "1").at("/errors/0/code").asString()).isEqualTo("NOT_ALLOWED");
        assertThat(change(alex, "removeParticipantDistrict", Map.of("studentId", id, "version", 1))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    @DisplayName("case 28, case 29: moved to another district; the old record stays, the new one needs a consent")
    void moved() {
        var alex = Ask.as(Person.ALEX);
        var id = Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, "FURTHER_20"));
        var rainier = Id.DISTRICT.of(Place.RAINIER_VALLEY.id());
        var input = Map.<String, Object>of("participantId", id, "districtId", rainier, "districtStudentId", "R-77");

        var moved = change(alex, "addParticipantDistrict", input);
        var again = change(alex, "addParticipantDistrict", input);

        assertThat(moved.get("errors")).isEmpty();
        assertThat(moved.at("/participant/students")).hasSize(2);
        assertThat(student(moved, Place.PUGET_RIDGE)
                        .at("/enrollment/__typename")
                        .asString())
                .isNotEqualTo("Withheld");
        assertThat(student(moved, Place.RAINIER_VALLEY).at("/enrollment/reason").asString())
                .isEqualTo("CONSENT_MISSING");
        assertThat(again.at("/participant/students")).hasSize(2);
        var removed = change(
                alex,
                "removeParticipantDistrict",
                Map.of(
                        "studentId",
                        student(moved, Place.RAINIER_VALLEY).get("id").asString(),
                        "version",
                        1));
        assertThat(removed.at("/participant/students")).hasSize(1);
        assertThat(removed.at("/participant/consents")).isEqualTo(moved.at("/participant/consents"));
    }

    @Test
    @DisplayName("case 9: left the program; after the wind-down NOT_SERVED_TODAY, before it not")
    void leftTheProgram() {
        var input = child("Sol", "Rivera");
        input.put("begins", today.minusDays(300).toString());
        var added = change(june, "addParticipant", input);
        var enrollment = added.at("/participant/programEnrollments/0/id").asString();

        var lately = change(
                june,
                "endProgramEnrollment",
                Map.of(
                        "programEnrollmentId",
                        enrollment,
                        "version",
                        1,
                        "ends",
                        today.minusDays(10).toString()));
        var longAgo = change(
                june,
                "correctProgramEnrollment",
                Map.of(
                        "programEnrollmentId",
                        enrollment,
                        "version",
                        2,
                        "begins",
                        today.minusDays(300).toString(),
                        "ends",
                        today.minusDays(31).toString()));
        var stale = change(
                june,
                "endProgramEnrollment",
                Map.of("programEnrollmentId", enrollment, "version", 1, "ends", today.toString()));

        assertThat(lately.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("CONSENT_MISSING");
        assertThat(longAgo.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("NOT_SERVED_TODAY");
        assertThat(stale.at("/errors/0/code").asString()).isEqualTo("CHANGED_MEANWHILE");
    }

    @Test
    void daysOfServiceInOneProgramDoNotOverlap() {
        var added = change(june, "addParticipant", child("Timo", "Aalto"));
        var input = new LinkedHashMap<String, Object>(Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("Homework Club")),
                "begins", today.toString()));

        var overlapping = change(june, "enrollInProgram", input);
        input.put("programId", Id.PROGRAM.of(world.program("Family Support")));
        var other = change(june, "enrollInProgram", input);
        var again = change(june, "enrollInProgram", input);

        assertThat(overlapping.at("/errors/0/code").asString()).isEqualTo("CONFLICT");
        assertThat(other.at("/participant/programEnrollments")).hasSize(2);
        assertThat(again).isEqualTo(other);
    }

    @Test
    void daysThatContradictThemselvesOrTheChildAreRefused() {
        var added = change(june, "addParticipant", child("Aino", "Salmi"));
        var input = new LinkedHashMap<String, Object>(Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("Family Support")),
                "begins", today.toString(),
                "ends", today.minusDays(9).toString()));

        assertThat(refusals(change(june, "enrollInProgram", input))).containsExactly("OUT_OF_RANGE input.ends");
        input.remove("ends");
        input.put("begins", today.minusYears(13).toString());
        assertThat(refusals(change(june, "enrollInProgram", input))).containsExactly("OUT_OF_RANGE input.begins");
        var unborn = child("Eino", "Salmi");
        unborn.put("begins", today.minusYears(13).toString());
        assertThat(refusals(change(june, "addParticipant", unborn))).containsExactly("OUT_OF_RANGE input.begins");

        var presence = Map.<String, Object>of(
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("Family Support")),
                "date", today.toString(),
                "minutes", 30);
        assertThat(refusals(change(june, "recordProgramAttendance", presence, "errors { field code message }")))
                .containsExactly("CONFLICT input.programId");
    }

    /** Nobody learns by enrolling a child that it is in a program that one does not manage. */
    @Test
    void whereOneDoesNotManageNothingIsSaidOfTheDays() {
        var both = child("Ilmari", "Lahti");
        both.put("programId", Id.PROGRAM.of(world.program("Summer Bridge")));
        both.put("districts", List.of());
        var alex = Ask.as(Person.ALEX);
        var added = change(alex, "addParticipant", both);
        var input = Map.<String, Object>of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("After School Tutoring")),
                "begins", today.toString());
        assertThat(change(alex, "enrollInProgram", input).get("errors")).isEmpty();

        assertThat(refusals(change(Ask.as(Person.PAT), "enrollInProgram", input)))
                .containsExactly("NOT_FOUND input.programId");

        destroy(alex, change(alex, "enrollInProgram", input));
    }

    @Test
    void namesThatDifferByCaseAloneAreOneName() {
        var program = Map.<String, Object>of(
                "idempotencyKey", UUID.randomUUID().toString(), "name", "homework CLUB", "kind", "TUTORING");
        assertThat(refusals(change(june, "createProgram", program, "errors { field code message }")))
                .containsExactly("CONFLICT input.name");
        var organization = Map.<String, Object>of(
                "idempotencyKey", UUID.randomUUID().toString(), "name", "sound reach", "host", "reach.example.org");
        assertThat(refusals(change(
                        Ask.as(Person.OLLIE), "createOrganization", organization, "errors { field code message }")))
                .containsExactly("CONFLICT input");
    }

    private static List<String> refusals(JsonNode payload) {
        return payload.get("errors")
                .valueStream()
                .map(error ->
                        error.get("code").asString() + " " + error.get("field").asString())
                .toList();
    }

    @Test
    void aChildThatMayBeThereAlreadyIsAddedOnlyByWhoSaysThatItIsAnotherOne() {
        var answer = "participant { id } possibleDuplicateIds errors { field code message }";
        var there = change(june, "addParticipant", child("Malin", "Åkerø"));
        var named = child("MALIN", "Akerø");
        named.remove("notADuplicate");
        named.put("districts", List.of());
        var numbered = child("Another", "Name");
        numbered.remove("notADuplicate");
        numbered.put(
                "districts",
                List.of(Map.of("districtId", Id.DISTRICT.of(Place.SALT_CREEK.id()), "districtStudentId", "S-77")));
        change(
                june,
                "addParticipantDistrict",
                Map.of(
                        "participantId", there.at("/participant/id").asString(),
                        "districtId", Id.DISTRICT.of(Place.SALT_CREEK.id()),
                        "districtStudentId", "S-77"));
        var elder = child("Malin", "Åkerø");
        elder.remove("notADuplicate");
        elder.put("districts", List.of());
        elder.put("birthDate", today.minusYears(15).toString());

        var unborn = new LinkedHashMap<>(named);
        unborn.remove("birthDate");

        for (var refused : List.of(
                change(june, "addParticipant", named, answer),
                change(june, "addParticipant", unborn, answer),
                change(june, "addParticipant", numbered, answer))) {
            assertThat(refused.get("participant").isNull()).isTrue();
            assertThat(refused.at("/errors/0/code").asString()).isEqualTo("POSSIBLE_DUPLICATE");
            assertThat(refused.get("possibleDuplicateIds")).containsExactly(there.at("/participant/id"));
            assertThat(refused.toString()).doesNotContainIgnoringCase("malin").doesNotContain("S-77");
        }
        assertThat(change(june, "addParticipant", elder, answer).get("errors")).isEmpty();
        named.put("notADuplicate", true);
        var another = change(june, "addParticipant", named, answer);
        assertThat(another.get("errors")).isEmpty();
        assertThat(another.at("/participant/id")).isNotEqualTo(there.at("/participant/id"));
    }

    /** A manager of programs does not learn by adding that a child is served in others. */
    @Test
    void aParticipantThatOneMayNotKnowOfIsNoDuplicate() {
        var alex = Ask.as(Person.ALEX);
        var child = child("Runar", "Falk");
        child.put("programId", Id.PROGRAM.of(world.program("After School Tutoring")));
        var hidden = change(alex, "addParticipant", child);
        assertThat(hidden.get("errors")).isEmpty();
        var mine = child("Runar", "Falk");
        mine.put("programId", Id.PROGRAM.of(world.program("Summer Bridge")));
        mine.remove("notADuplicate");
        mine.put("districts", List.of());

        var added = change(Ask.as(Person.PAT), "addParticipant", mine);

        assertThat(added.get("errors")).isEmpty();
        destroy(alex, added);
        destroy(alex, hidden);
    }

    @Test
    @DisplayName("attack 89: duplicates are found and merged, but never their consents")
    void duplicatesAreFoundAndMergedButNeverTheirConsents() {
        var hal = Ask.as(Person.HAL);
        var kept = change(june, "addParticipant", child("Zoé", "Quist"));
        var twice = child("zoe", "QUIST");
        twice.put("programId", Id.PROGRAM.of(world.program("Family Support")));
        twice.put(
                "districts",
                List.of(Map.of("districtId", Id.DISTRICT.of(Place.SALT_CREEK.id()), "districtStudentId", "S-1")));
        var duplicate = change(june, "addParticipant", twice);
        consent(key(duplicate));
        var unborn = child("Zoé", "Quist");
        unborn.remove("birthDate");
        unborn.put("districts", List.of());
        var third = change(june, "addParticipant", unborn);
        assertThat(pairs(hal))
                .contains("NAME_WITHOUT_BIRTH_DATE", third.at("/participant/id").asString());
        destroy(june, third);
        change(
                june,
                "recordProgramAttendance",
                Map.of(
                        "participantId", duplicate.at("/participant/id").asString(),
                        "programId", Id.PROGRAM.of(world.program("Family Support")),
                        "date", today.minusDays(1).toString(),
                        "minutes", 30),
                "errors { code }");
        assertThat(pairs(hal))
                .contains("NAME_AND_BIRTH_DATE", duplicate.at("/participant/id").asString());
        var input = new LinkedHashMap<String, Object>(Map.of(
                "keepId",
                kept.at("/participant/id").asString(),
                "keepVersion",
                9,
                "mergeId",
                duplicate.at("/participant/id").asString(),
                "mergeVersion",
                1));

        var stale = change(hal, "mergeParticipants", input);
        input.put("keepVersion", 1);
        input.put("mergeVersion", 9);
        assertThat(refusals(change(hal, "mergeParticipants", input)))
                .containsExactly("CHANGED_MEANWHILE input.mergeVersion");
        input.put("mergeVersion", 1);
        var merged = change(hal, "mergeParticipants", input);

        assertThat(refusals(stale)).containsExactly("CHANGED_MEANWHILE input.keepVersion");
        assertThat(merged.get("errors")).isEmpty();
        assertThat(merged.at("/participant/programEnrollments")).hasSize(2);
        assertThat(merged.at("/participant/programAttendance")).hasSize(1);
        assertThat(merged.at("/participant/students")).hasSize(2);
        assertThat(merged.at("/participant/consents")).isEmpty();
        assertThat(Worlds.truth(
                        world, "select count(*) from document.consent where participant_id = '" + key(duplicate) + "'"))
                .containsExactly("1");
        assertThat(june.data("{ participant(id: \""
                                + duplicate.at("/participant/id").asString() + "\") { id } }")
                        .get("participant")
                        .isNull())
                .isTrue();
        assertThat(june.data("{ participants(filter: { nameContains: \"quist\" }) { totalCount } }")
                        .at("/participants/totalCount")
                        .asInt())
                .isEqualTo(1);
        assertThat(pairs(hal)).doesNotContain(duplicate.at("/participant/id").asString());
        assertThat(Worlds.truth(
                        world,
                        "select before ->> 'participant_id' from audit.change where subject = 'roster.program_attendance'"
                                + " and after ->> 'participant_id' = '" + key(kept) + "'"))
                .containsExactly(key(duplicate).toString());
    }

    private String pairs(Ask ask) {
        return ask.data("{ possibleDuplicates(first: 100) { edges { node { because first { id } second { id } } } } }")
                .toString();
    }

    @Test
    @DisplayName("case 20: entered by mistake; destroyed with a record, documents remain")
    void destroyed() {
        var added = change(june, "addParticipant", child("Wrong", "Child"));
        consent(key(added));
        var input = Map.<String, Object>of(
                "participantId",
                added.at("/participant/id").asString(),
                "version",
                1,
                "reason",
                "Entered twice by mistake");
        // Looking is recorded: a facet that was withheld is in the ledger, by the student's id.
        var student = added.at("/participant/students/0/id").asString();
        reason(june, student);
        var looks = "select count(*) from ledger.release where withheld @> array['" + Id.keyOf(student) + "']::uuid[]";
        var before = Worlds.truth(world, looks);
        assertThat(before).isNotEqualTo(List.of("0"));

        assertThat(Ask.as(Person.HAL)
                        .answer(
                                "mutation D($input: DestroyParticipantInput!) { destroyParticipant(input: $input) { errors { code } } }",
                                Map.of("input", input))
                        .at("/errors/0/extensions/classification")
                        .asString())
                .isEqualTo("FORBIDDEN");
        var destroyed = change(
                june,
                "destroyParticipant",
                input,
                "destruction { reason ground districtId rows { what category count } } errors { code }");

        assertThat(destroyed.get("errors")).isEmpty();
        assertThat(destroyed.get("destruction").toString())
                .isEqualTo(
                        "{\"reason\":\"Entered twice by mistake\",\"ground\":\"ENTERED_BY_MISTAKE\",\"districtId\":null,"
                                + "\"rows\":[{\"what\":\"participant\",\"category\":null,\"count\":1},"
                                + "{\"what\":\"program_enrollment\",\"category\":null,\"count\":1},"
                                + "{\"what\":\"student\",\"category\":null,\"count\":1}]}");
        assertThat(Worlds.truth(
                        world,
                        "select given_name || family_name || coalesce(birth_date::text, '') || (select count(*) from roster.student s"
                                + " where s.participant_id = p.id) || (select count(*) from document.consent c where c.participant_id"
                                + " = p.id) from roster.participant p where id = '" + key(added) + "'"))
                .containsExactly("01");
        assertThat(Worlds.truth(world, looks)).as("disclosures remain").isEqualTo(before);
        assertThat(june.data("{ participant(id: \""
                                + added.at("/participant/id").asString() + "\") { id } }")
                        .get("participant")
                        .isNull())
                .isTrue();
        // Who did what when is kept, and which row it was; nothing of the child.
        assertThat(Worlds.truth(world, """
                        select c.subject || ' ' || string_agg(distinct x, ' ' order by x)
                        from audit.change c
                        cross join lateral jsonb_object_keys(c.before || c.after) x
                        where c.subject like 'roster.%%'
                          and '%s' in (c.subject_id::text, c.before ->> 'participant_id', c.after ->> 'participant_id')
                        group by c.subject
                        order by c.subject
                        """.formatted(key(added))))
                .containsExactly(
                        "roster.participant destroyed_at merged_into organization_id",
                        "roster.program_enrollment organization_id participant_id",
                        "roster.student organization_id participant_id");
    }

    private void destroy(Ask ask, JsonNode added) {
        assertThat(change(
                                ask,
                                "destroyParticipant",
                                Map.of(
                                        "participantId",
                                                added.at("/participant/id").asString(),
                                        "version",
                                                added.at("/participant/version").asInt(),
                                        "reason", "Test"),
                                "errors { code }")
                        .get("errors"))
                .isEmpty();
    }

    private void consent(UUID participant) {
        Worlds.change(world, """
                with signer as (
                  insert into document.signer (organization_id, participant_id, name, capacity)
                  values ('%1$s', '%2$s', 'Mira Test', 'PARENT') returning id
                )
                insert into document.consent
                  (organization_id, participant_id, district_id, signer_id, signed_on, in_force, categories, parties, purpose)
                select '%1$s', '%2$s', '%3$s', id, current_date, daterange(current_date, null), '{ATTENDANCE}',
                  '{ORGANIZATION,OPERATOR}', 'Tutoring'
                from signer
                """.formatted(Place.HARBOR_LIGHTS.id(), participant, Place.PUGET_RIDGE.id()));
    }

    private JsonNode number(Ask ask, String student, String number) {
        var version =
                ask.data(STUDENT, Map.of("id", student)).at("/student/version").asInt();
        return change(
                ask,
                "correctDistrictStudentId",
                Map.of("studentId", student, "version", version, "districtStudentId", number));
    }

    private String reason(Ask ask, String student) {
        return ask.data(STUDENT, Map.of("id", student))
                .at("/student/attendance/reason")
                .asString("");
    }

    private static JsonNode student(JsonNode payload, Place district) {
        for (var student : payload.at("/participant/students")) {
            if (student.at("/district/id").asString().equals(Id.DISTRICT.of(district.id()))) {
                return student;
            }
        }
        throw new AssertionError(payload.toString());
    }

    private static UUID key(JsonNode payload) {
        return Id.keyOf(payload.at("/participant/id").asString());
    }

    private Map<String, Object> child(String given, String family) {
        return new LinkedHashMap<>(Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "givenName", given,
                "familyName", family,
                "birthDate", today.minusYears(12).toString(),
                "districts",
                        List.of(Map.of(
                                "districtId",
                                Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                                "districtStudentId",
                                " 0990001 ")),
                "programId", Id.PROGRAM.of(world.program("Homework Club")),
                "begins", today.minusDays(100).toString(),
                "notADuplicate", true));
    }

    private static JsonNode change(Ask ask, String name, Map<String, Object> input) {
        return change(ask, name, input, CHILD);
    }

    private static JsonNode change(Ask ask, String name, Map<String, Object> input, String answer) {
        var type = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Input";
        return ask.data(
                        "mutation Change($input: " + type + "!) { " + name + "(input: $input) { " + answer + " } }",
                        Map.of("input", input))
                .get(name);
    }
}
