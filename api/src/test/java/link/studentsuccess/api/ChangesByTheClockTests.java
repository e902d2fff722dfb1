package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Windows open and close by the calendar too, which notifies nobody: an instance that looks often finds it. */
class ChangesByTheClockTests extends WatchingStories {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The end of the service ends its streams. */
    @Test
    @DisplayName("attack 162: what closes by the calendar is found by the clock")
    void changeThatNobodyTellsIsFoundByTheClock() throws IOException {
        var context = startAnother();
        try {
            var events = openAt(context);

            // The superuser's way to write without triggers: nothing is sent.
            Worlds.change(world, "set session_replication_role = replica; " + revocation(ONE, "now()"));

            assertCategories(events.next(), ONE);
            context.close();
            events.assertCompletes();
        } finally {
            context.close();
        }
    }

    /** Nobody writes anything: where the district is, it becomes tomorrow. */
    @Test
    @DisplayName("attack 162: at midnight one consent ends and another child is eighteen, and both are told")
    void midnight() throws IOException {
        var here = Worlds.truth(world, "select zone from party.district where id = '" + Place.PUGET_RIDGE.id() + "'")
                .get(0);
        var days = Worlds.truth(world, "select in_force from document.consent where id = '" + consent(ONE) + "'")
                .get(0);
        var born = Worlds.truth(world, "select birth_date from record.student where id = '" + record(OTHER) + "'")
                .get(0);
        var context = startAnother();
        try {
            quietly("update party.district set zone = 'Etc/GMT+12' where id = '%s'", Place.PUGET_RIDGE.id());
            quietly(
                    "update document.consent set in_force = daterange(lower(in_force), (now() at time zone 'Etc/GMT+12')::date + 1) where id = '%s'",
                    consent(ONE));
            quietly(
                    "update record.student set birth_date = ((now() at time zone 'Etc/GMT+12')::date + 1 - interval '18 years')::date where id = '%s'",
                    record(OTHER));
            var events = openAt(context);

            // There it is 26 hours later.
            quietly("update party.district set zone = 'Pacific/Kiritimati' where id = '%s'", Place.PUGET_RIDGE.id());

            var told = List.of(events.next(), events.next());
            assertThat(told)
                    .extracting(change -> change.at("/studentId").asString())
                    .containsExactlyInAnyOrder(id(ONE), id(OTHER));
            assertThat(told)
                    .allSatisfy(change ->
                            assertThat(change.at("/categories").toString()).contains("ATTENDANCE"));
        } finally {
            context.close();
            quietly("update party.district set zone = '" + here + "' where id = '%s'", Place.PUGET_RIDGE.id());
            quietly("update document.consent set in_force = '" + days + "' where id = '%s'", consent(ONE));
            quietly("update record.student set birth_date = '" + born + "' where id = '%s'", record(OTHER));
        }
    }

    /** The superuser's way to write without triggers: nothing is sent. */
    private void quietly(String change, UUID id) {
        Worlds.change(world, "set session_replication_role = replica; " + change.formatted(id));
    }

    private UUID record(String key) {
        return UUID.fromString(Worlds.truth(
                        world,
                        "select record_id from record.student_match where student_id = '"
                                + world.student(Place.SOUND_REACH, key) + "'")
                .get(0));
    }

    private Events openAt(ConfigurableApplicationContext instance) {
        var port = AnotherInstance.port(instance);
        return open(stream(person.ask(), SUBSCRIPTION).uri(URI.create("http://127.0.0.1:" + port + "/graphql")));
    }

    private ConfigurableApplicationContext startAnother() throws IOException {
        return AnotherInstance.start(folder, "--link.changes.look-every=500ms");
    }
}
