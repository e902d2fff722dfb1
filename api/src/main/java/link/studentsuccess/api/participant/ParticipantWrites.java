package link.studentsuccess.api.participant;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.participant.ParticipantInput.AddParticipantInput;
import link.studentsuccess.api.participant.ParticipantInput.ParticipantDistrictInput;
import link.studentsuccess.api.participant.ParticipantInput.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes participants and their districts; row-level security says whose, and ends matches that are no longer proved. */
@Component
class ParticipantWrites {

    /** A student as an edit finds it. */
    record Entry(UUID participant, int version, boolean onHold) {}

    Mono<Boolean> isManaged(UnitOfWork work, UUID program) {
        return truth(work.sql("select :program = any(access.managed_programs()) as yes")
                .bind("program", program));
    }

    Mono<Boolean> isTaken(UnitOfWork work, @Nullable String externalId, UUID participant) {
        return truth(work.sql("select access.external_id_taken(:external, :participant) as yes")
                .bind("external", externalId, String.class)
                .bind("participant", participant));
    }

    Mono<Set<UUID>> districts(UnitOfWork work, List<UUID> keys) {
        return work.sql("select d.id from party.district d where d.id = any(:keys)")
                .bind("keys", keys.toArray(UUID[]::new))
                .list(row -> Rows.uuid(row, "id"))
                .collect(Collectors.toSet());
    }

    /** Participants that may be the child, as possibleDuplicates finds pairs, and as far as the viewer may know of them. */
    Mono<List<UUID>> alike(UnitOfWork work, AddParticipantInput input) {
        var person = input.person();
        return work.sql("""
                        select p.id
                        from roster.participant p
                        where access.folded(p.family_name) = access.folded(:family)
                          and access.folded(p.given_name) = access.folded(:given)
                          and (p.birth_date = :born or p.birth_date is null or :born::date is null)
                        union
                        select s.participant_id
                        from unnest(:districts, :numbers) as d(id, number)
                        join roster.student s on s.district_id = d.id and btrim(s.district_student_id) = d.number
                        where d.number <> ''
                        limit 10
                        """)
                .bind("family", person.names().family())
                .bind("given", person.names().given())
                .bind("born", person.birthDate(), LocalDate.class)
                .bind("districts", keys(input.districts()))
                .bind("numbers", numbers(input.districts()))
                .list(row -> Rows.uuid(row, "id"))
                .collectList();
    }

    private static Mono<Boolean> truth(UnitOfWork.Statement question) {
        return question.one(row -> Rows.value(row, "yes", Boolean.class));
    }

    /** Adds the child, its service and its districts; nothing when this submission was here before. */
    Mono<Void> add(UnitOfWork work, UUID key, AddParticipantInput input) {
        var person = input.person();
        return bound(work.sql("""
                        insert into roster.participant
                          (id, organization_id, given_name, family_name, preferred_given_name, birth_date, entered_college_on, external_id)
                        values (:id, access.my_organization(), :given, :family, :preferred, :born, :college, :external)
                        on conflict do nothing
                        """), key, person)
                .rowsUpdated()
                .filter(added -> added > 0)
                .flatMap(added -> work.sql("""
                                insert into roster.program_enrollment (id, organization_id, participant_id, program_id, served)
                                values (gen_random_uuid(), access.my_organization(), :participant, :program, daterange(:begins, :ends))
                                """)
                        .bind("participant", key)
                        .bind("program", Id.PROGRAM.key(input.programId()))
                        .bind("begins", input.begins())
                        .bind("ends", input.ends(), LocalDate.class)
                        .rowsUpdated())
                .flatMap(enrolled -> addDistricts(work, key, input.districts()))
                .then();
    }

    Mono<Long> addDistricts(UnitOfWork work, UUID participant, List<ParticipantDistrictInput> districts) {
        return work.sql("""
                        insert into roster.student (id, organization_id, participant_id, district_id, district_student_id)
                        select gen_random_uuid(), access.my_organization(), :participant, d.id, nullif(d.number, '')
                        from unnest(:districts, :numbers) as d(id, number)
                        on conflict do nothing
                        """)
                .bind("participant", participant)
                .bind("districts", keys(districts))
                .bind("numbers", numbers(districts))
                .rowsUpdated();
    }

    private static UUID[] keys(List<ParticipantDistrictInput> districts) {
        return districts.stream().map(ParticipantDistrictInput::district).toArray(UUID[]::new);
    }

    private static String[] numbers(List<ParticipantDistrictInput> districts) {
        return districts.stream().map(ParticipantDistrictInput::number).toArray(String[]::new);
    }

    /** Corrects the child; 0 when somebody has changed it meanwhile. */
    Mono<Long> correct(UnitOfWork work, UUID key, int version, Person person) {
        return bound(work.sql("""
                        update roster.participant
                        set given_name = :given, family_name = :family, preferred_given_name = :preferred, birth_date = :born,
                          entered_college_on = :college, external_id = :external
                        where id = :id and version = :version
                        """), key, person).bind("version", version).rowsUpdated();
    }

    private static UnitOfWork.Statement bound(UnitOfWork.Statement statement, UUID key, Person person) {
        return statement
                .bind("id", key)
                .bind("given", person.names().given())
                .bind("family", person.names().family())
                .bind("preferred", person.names().preferred(), String.class)
                .bind("born", person.birthDate(), LocalDate.class)
                .bind("college", person.enteredCollegeOn(), LocalDate.class)
                .bind("external", person.externalId(), String.class);
    }

    Mono<Entry> student(UnitOfWork work, UUID student) {
        return work.sql("""
                        select s.participant_id, s.version, access.on_hold(s.participant_id) as on_hold
                        from roster.student s
                        where s.id = :student
                        """)
                .bind("student", student)
                .one(row -> new Entry(
                        Rows.uuid(row, "participant_id"),
                        Rows.value(row, "version", Integer.class),
                        Rows.value(row, "on_hold", Boolean.class)));
    }

    /** Corrects the number; 0 when somebody has changed it meanwhile. */
    Mono<Long> correctNumber(UnitOfWork work, UUID student, int version, @Nullable String number) {
        return work.sql("update roster.student set district_student_id = :number where id = :id and version = :version")
                .bind("id", student)
                .bind("version", version)
                .bind("number", number, String.class)
                .rowsUpdated();
    }

    /** The number typed for a participant at a district; empty text when none is, nothing without the district. */
    Mono<String> number(UnitOfWork work, UUID participant, UUID district) {
        return work.sql("""
                        select coalesce(s.district_student_id, '') as number
                        from roster.student s
                        where s.participant_id = :participant and s.district_id = :district
                        """)
                .bind("participant", participant)
                .bind("district", district)
                .one(row -> Rows.text(row, "number"));
    }

    Mono<String> remove(UnitOfWork work, UUID student, int version) {
        return work.sql("select access.remove_student(:student, :version) as outcome")
                .bind("student", student)
                .bind("version", version)
                .one(row -> Rows.text(row, "outcome"));
    }
}
