package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A connection goes from one request to the next; nothing of the first goes with it. */
class PoolTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More than half of the pool: what a test takes, others must not wait for. */
    private static final int TAKEN = 12;

    private final DemoWorld world = Worlds.pulled();

    @Test
    @DisplayName("attack 184: whoever takes a connection finds nobody entered, nothing open and no setting of before")
    void aConnectionHoldsNothingOfBefore() {
        var question =
                "query S($id: ID!) { student(id: $id) { attendance { ... on Attendance { summary { rate } } } } }";
        for (var i = 0; i < 30; i++) {
            assertThat(Ask.as(Person.MARIA)
                            .data(question, Map.of("id", Id.STUDENT.of(world.student(Child.LENA))))
                            .toString())
                    .contains("rate");
        }
        var pool = world.bean(ConnectionFactory.class);
        var taken = new ArrayList<Connection>();
        try {
            for (var i = 0; i < TAKEN; i++) {
                taken.add(Mono.from(pool.create()).blockOptional(PATIENCE).orElseThrow());
            }

            for (var connection : taken) {
                assertThat(ask(
                                connection,
                                "select (select count(*) from record.attendance_summary)::text || ' '"
                                        + " || (select count(*) from roster.participant) || ' '"
                                        + " || (select count(*) from document.consent) || ' ' || current_user"))
                        .containsExactly("0 0 0 link_request");
                assertThat(ask(connection, "select name from pg_settings where source = 'session' and name like '%.%'"))
                        .isEmpty();
            }
        } finally {
            taken.forEach(connection -> Mono.from(connection.close()).block(PATIENCE));
        }
        assertThat(Worlds.truth(world, "select count(*) > 0 from record.attendance_summary"))
                .containsExactly("t");
    }

    private static List<String> ask(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .flatMap(result -> result.map((row, meta) -> String.valueOf(row.get(0, String.class))))
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** A plan that was made for one person serves the next; what it shows is decided when it runs. */
    @Test
    @DisplayName("attack 191, attack 194: a prepared plan, also a generic one, shows each person their own")
    void aPlanIsNobodys() throws SQLException {
        for (var mode : List.of("force_generic_plan", "force_custom_plan", "auto")) {
            var login = world.database().request();
            try (var connection =
                    DriverManager.getConnection(world.database().jdbcUrl(), login.username(), login.password())) {
                connection.setAutoCommit(false);
                connection.createStatement().execute("set plan_cache_mode = " + mode);
                connection.commit();
                try (var counted = connection.prepareStatement(
                                "select count(*) from record.attendance_summary where enrolled > ?");
                        var entered = connection.prepareStatement(
                                "select request_id from access.enter(?, ?, ?, array['student-data'], 'Plan', null, null)");
                        var opened = connection.prepareStatement(
                                "select count(*) filter (where granted) from access.open(?, array['ATTENDANCE'])")) {
                    for (var round = 0; round < 8; round++) { // the sixth time a plan may become generic
                        counted.setInt(1, -1);
                        assertThat(first(counted)).as(mode).isEqualTo("0");
                        enter(entered, Person.MARIA);
                        open(opened, Child.LENA);
                        assertThat(first(counted)).as(mode).isEqualTo("1");
                        connection.rollback();

                        enter(entered, Person.BEA);
                        open(opened, Child.LENA); // Sound Reach's: nothing to her
                        assertThat(first(counted)).as(mode).isEqualTo("0");
                        connection.rollback();
                    }
                }
            }
        }
    }

    private void enter(PreparedStatement entered, Person person) throws SQLException {
        entered.setString(1, world.signIn().issuer());
        entered.setString(2, person.subject());
        entered.setString(3, person.place().host());
        assertThat(first(entered)).isNotEmpty();
    }

    private void open(PreparedStatement opened, Child child) throws SQLException {
        opened.setArray(1, opened.getConnection().createArrayOf("uuid", new Object[] {
            world.student(Place.SOUND_REACH, child.name())
        }));
        first(opened);
    }

    private static String first(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }
}
