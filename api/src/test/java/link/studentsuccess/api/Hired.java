package link.studentsuccess.api;

import java.util.UUID;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Place;

/**
 * A person of one test alone: on the staff of Sound Reach, with training and the signed statement, and with the children whom
 * the test assigns.
 */
final class Hired {

    static final String HOST = Place.SOUND_REACH.host();

    private final DemoWorld world;
    private final UUID id = UUID.randomUUID();

    Hired(DemoWorld world) {
        this.world = world;
    }

    /** Of the member of staff, and of the membership. */
    UUID id() {
        return id;
    }

    void begin(String role) {
        Worlds.change(world, """
                insert into party.staff (id, issuer, subject, given_name, family_name, email)
                values ('%1$s', '%2$s', '%1$s', 'Wanda', 'Lindqvist', '%1$s@soundreach.example');
                insert into party.membership (id, staff_id, organization_id, role, active)
                values ('%1$s', '%1$s', '%3$s', '%4$s', daterange(current_date - 10, null));
                insert into party.training_record (id, staff_id, title, valid)
                values ('%1$s', '%1$s', 'FERPA', daterange(current_date - 10, null));
                insert into party.statement_acceptance (staff_id, statement_id)
                select '%1$s', id from party.confidentiality_statement;
                """.formatted(id, world.signIn().issuer(), Place.SOUND_REACH.id(), role));
    }

    void assign(String child) {
        Worlds.change(world, """
                insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
                values ('%s', '%s', '%s', daterange(current_date - 10, null))
                """.formatted(id, Place.SOUND_REACH.id(), world.participant(Place.SOUND_REACH, child)));
    }

    void unassign(String child) {
        Worlds.change(world, """
                update roster.caseload_assignment set assigned = daterange(lower(assigned), current_date - 2)
                where membership_id = '%s' and participant_id = '%s'
                """.formatted(id, world.participant(Place.SOUND_REACH, child)));
    }

    Ask ask() {
        return Ask.with(world.signIn().mint(id.toString(), claims -> {}, headers -> {}), HOST);
    }

    /** Nothing of the person is left but what the ledger says. */
    void leave() {
        Worlds.change(world, """
                delete from roster.caseload_assignment where membership_id = '%1$s';
                delete from party.training_record where staff_id = '%1$s';
                delete from party.statement_acceptance where staff_id = '%1$s';
                delete from party.membership where staff_id = '%1$s';
                delete from party.staff where id = '%1$s';
                """.formatted(id));
    }
}
