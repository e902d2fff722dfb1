package link.studentsuccess.demo;

import static link.studentsuccess.demo.DemoParties.AFTER_SCHOOL;
import static link.studentsuccess.demo.DemoParties.CHESS;
import static link.studentsuccess.demo.DemoParties.FAMILY_SUPPORT;
import static link.studentsuccess.demo.DemoParties.HOMEWORK_CLUB;
import static link.studentsuccess.demo.DemoParties.SUMMER_BRIDGE;
import static link.studentsuccess.demo.DemoParties.WALKING_GROUP;
import static link.studentsuccess.demo.DemoParties.program;
import static link.studentsuccess.demo.Place.BRIDGEWAY;
import static link.studentsuccess.demo.Place.CEDAR_PATH;
import static link.studentsuccess.demo.Place.HARBOR_LIGHTS;
import static link.studentsuccess.demo.Place.PUGET_RIDGE;
import static link.studentsuccess.demo.Place.RAINIER_VALLEY;
import static link.studentsuccess.demo.Place.SALT_CREEK;
import static link.studentsuccess.demo.Place.SOUND_REACH;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.demo.DemoDocuments.Terms;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;

/** The participants of each organization with their consents, who serves them, and when they came. */
final class DemoChildren {

    static final int FURTHER = 33;

    /** Children who are not of the first district, and so not named by {@link Child}. */
    static final List<String> ELSEWHERE = List.of(RainierChild.RAVI.name(), RainierChild.DARIO.name(), SaltCreek.IMANI);

    private final Sql sql;
    private final DemoDistricts districts;
    private final DemoDocuments documents;
    private final LocalDate today;

    DemoChildren(Sql sql, DemoDistricts districts, DemoDocuments documents) {
        this.sql = sql;
        this.districts = districts;
        this.documents = documents;
        this.today = districts.today();
    }

    void insert() throws SQLException {
        for (var child : Child.values()) {
            var participant = soundReachs(child);
            insert(participant, child == Child.RUBEN ? today.minusDays(45) : today.plusYears(2), AFTER_SCHOOL);
            if (child != Child.NOOR) {
                documents.insertConsents(participant, Terms.of(child, today));
            }
        }
        documents.revokeDevons();
        serve(soundReachs(Child.MILO), SUMMER_BRIDGE);
        for (var child : List.of(RainierChild.RAVI, RainierChild.DARIO)) {
            insertWithConsent(
                    DemoParticipant.of(
                            SOUND_REACH,
                            child.name(),
                            RAINIER_VALLEY,
                            districts.rainierValley().child(child)),
                    AFTER_SCHOOL);
        }
        insertWithConsent(imani(SOUND_REACH), AFTER_SCHOOL);
        for (var n = 0; n < FURTHER; n++) {
            insertWithConsent(further(n), n < 14 || n >= 26 ? AFTER_SCHOOL : SUMMER_BRIDGE);
        }
        insertWithConsent(of(HARBOR_LIGHTS, Child.LENA), HOMEWORK_CLUB);
        serve(of(HARBOR_LIGHTS, Child.LENA), FAMILY_SUPPORT);
        insertWithConsent(imani(HARBOR_LIGHTS), HOMEWORK_CLUB);
        insertWithConsent(of(CEDAR_PATH, Child.LENA), WALKING_GROUP);
        insertWithConsent(of(BRIDGEWAY, Child.OMAR), CHESS);
        for (var child : List.of(RainierChild.INGRID, RainierChild.KOFI)) {
            insert(bridgeways(child), today.plusYears(2), CHESS);
        }
        documents.hold(further(2));
        share();
        insertImport();
    }

    static UUID participantImport() {
        return Ids.of("participant-import", SOUND_REACH.name());
    }

    /** The file with which Sound Reach began, only its header left. */
    private void insertImport() throws SQLException {
        var content = "given_name,family_name,program,service_begins\n".getBytes(StandardCharsets.UTF_8);
        var file = Ids.of("file", SOUND_REACH.name());
        sql.run(
                """
                insert into document.file
                  (id, organization_id, membership_id, purpose, name, ticket_hash, media_type, size, sha256, content, uploaded_at)
                values (?, ?, ?, 'PARTICIPANT_IMPORT', 'participants.csv', sha256(?), 'text/csv', ?, encode(sha256(?), 'hex'), ?, ?::date)
                """,
                file,
                SOUND_REACH.id(),
                Person.DANA.membershipId(),
                content,
                content.length,
                content,
                content,
                today.minusDays(190));
        sql.run(
                """
                insert into roster.participant_import
                  (id, organization_id, membership_id, file_id, state, asked_at, ended_at, accepted)
                values (?, ?, ?, ?, 'DONE', ?::date, ?::date, 60)
                """,
                participantImport(),
                SOUND_REACH.id(),
                Person.DANA.membershipId(),
                file,
                today.minusDays(190),
                today.minusDays(190));
    }

    /** The moved child is one participant with two records, never added. */
    private DemoParticipant soundReachs(Child child) {
        var participant = of(SOUND_REACH, child);
        return child == Child.SAOIRSE
                ? participant.alsoAt(RAINIER_VALLEY, RainierChild.SAOIRSE.districtStudentId())
                : participant;
    }

    private DemoParticipant of(Place organization, Child child) {
        return DemoParticipant.of(organization, child, districts.pugetRidge().child(child));
    }

    private DemoParticipant bridgeways(RainierChild child) {
        return DemoParticipant.of(
                BRIDGEWAY,
                child.name(),
                RAINIER_VALLEY,
                districts.rainierValley().child(child));
    }

    private DemoParticipant further(int n) {
        return DemoParticipant.of(
                SOUND_REACH, "FURTHER_" + n, PUGET_RIDGE, districts.pugetRidge().further(n));
    }

    private DemoParticipant imani(Place organization) {
        return new DemoParticipant(
                organization,
                SaltCreek.IMANI,
                SaltCreek.IMANI_GIVEN_NAME,
                SaltCreek.IMANI_FAMILY_NAME,
                districts.saltCreek().imanisBirthDate(),
                List.of(new DemoParticipant.Typed(SALT_CREEK, SaltCreek.IMANI_NUMBER)));
    }

    private void insertWithConsent(DemoParticipant participant, String program) throws SQLException {
        insert(participant, today.plusYears(2), program);
        documents.insertConsents(participant, Terms.of(participant.key(), today));
    }

    private void insert(DemoParticipant participant, LocalDate servedUntil, String program) throws SQLException {
        sql.run(
                """
                insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
                values (?, ?, ?, ?, ?)
                """,
                participant.id(),
                participant.organization().id(),
                participant.givenName(),
                participant.familyName(),
                participant.birthDate());
        for (var typed : participant.typed()) {
            sql.run(
                    """
                    insert into roster.student (id, organization_id, participant_id, district_id, district_student_id)
                    values (?, ?, ?, ?, ?)
                    """,
                    participant.studentId(typed),
                    participant.organization().id(),
                    participant.id(),
                    typed.district().id(),
                    typed.districtStudentId());
        }
        serve(participant, program, servedUntil);
    }

    private void serve(DemoParticipant participant, String program) throws SQLException {
        serve(participant, program, today.plusYears(2));
    }

    private void serve(DemoParticipant participant, String program, LocalDate until) throws SQLException {
        sql.run("""
                insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
                values (?, ?, ?, daterange(?, ?))
                """, participant.organization().id(), participant.id(), program(program), today.minusDays(200), until);
    }

    /** Lena's participation is shared by both organizations; of Sound Reach's others, some families agreed. */
    private void share() throws SQLException {
        var lenas = of(HARBOR_LIGHTS, Child.LENA);
        documents.insertSharingConsent(lenas);
        attend(lenas, HOMEWORK_CLUB, Person.BEA, 90);
        attend(lenas, FAMILY_SUPPORT, Person.BEA, 30);
        for (var child : List.of(Child.LENA, Child.OMAR, Child.PRIYA)) {
            documents.insertSharingConsent(soundReachs(child));
        }
        for (var child : List.of(Child.LENA, Child.OMAR, Child.PRIYA, Child.MATEO, Child.JADE, Child.TARIQ)) {
            attend(
                    soundReachs(child),
                    AFTER_SCHOOL,
                    Person.MARIA,
                    60 + 10 * (child.name().length() % 4));
        }
        for (var n = 0; n < 6; n++) {
            documents.insertSharingConsent(further(n));
            attend(further(n), AFTER_SCHOOL, Person.MARIA, 75);
        }
    }

    /** Mondays and Thursdays of the last six whole weeks, one missed. */
    private void attend(DemoParticipant participant, String program, Person by, int minutes) throws SQLException {
        var monday = today.with(TemporalAdjusters.previous(DayOfWeek.MONDAY));
        for (var week = 1; week <= 6; week++) {
            var first = monday.minusWeeks(week);
            attend(participant, program, by, first, week == 3 ? 0 : minutes);
            attend(participant, program, by, first.plusDays(3), minutes);
        }
    }

    private void attend(DemoParticipant participant, String program, Person by, LocalDate day, int minutes)
            throws SQLException {
        sql.run(
                """
                insert into roster.program_attendance
                  (id, organization_id, participant_id, program_id, attended_on, minutes, recorded_by)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                UUID.randomUUID(),
                participant.organization().id(),
                participant.id(),
                program(program),
                day,
                minutes,
                by.membershipId());
    }

    void insertCaseloads() throws SQLException {
        var marias = new ArrayList<String>();
        for (var child : Child.values()) {
            marias.add(child.name());
        }
        marias.addAll(ELSEWHERE);
        for (var n = 0; marias.size() < 30; n++) {
            marias.add("FURTHER_" + n);
        }
        for (var key : marias) {
            assign(Person.MARIA, key);
        }
        for (var n = 6; n < 14; n++) {
            assign(Person.TOM, "FURTHER_" + n);
        }
        for (var child : List.of(Child.LENA, Child.OMAR)) {
            assign(Person.LEE, child.name());
        }
        assign(Person.GONE, "FURTHER_30");
        assign(Person.BEA, Child.LENA.name());
        assign(Person.BEA, SaltCreek.IMANI);
        assign(Person.NILS, Child.LENA.name());
        assign(Person.WES, Child.OMAR.name());
        assign(Person.WES, RainierChild.INGRID.name());
        assign(Person.WES, RainierChild.KOFI.name());
        assign(Person.VAL, Child.LENA.name());
        sql.run("""
                insert into roster.caseload_assignment (membership_id, organization_id, program_id, assigned)
                values (?, ?, ?, daterange(?, null))
                """, Person.KIM.membershipId(), SOUND_REACH.id(), program(SUMMER_BRIDGE), today.minusDays(150));
    }

    private void assign(Person person, String key) throws SQLException {
        sql.run(
                """
                insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
                values (?, ?, ?, daterange(?, null))
                """,
                person.membershipId(),
                person.place().id(),
                Ids.of("participant", person.place().name(), key),
                today.minusDays(150));
    }
}
