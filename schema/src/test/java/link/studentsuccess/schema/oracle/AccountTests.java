package link.studentsuccess.schema.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import link.studentsuccess.schema.TestDatabase;
import link.studentsuccess.schema.oracle.World.Member;
import org.junit.jupiter.api.Test;

/** The first gate, which refuses the request: the account, at the address that is used. */
class AccountTests {

    private static final int WORLDS = 300;
    private static final int NOTICED_AT_LEAST = 500;

    private record Visit(World world, Member member, String address, Instant at) {

        boolean refused() {
            return Account.refused(world, member, address, at);
        }
    }

    private final long seed = Long.getLong("oracle.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<World> worlds = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();

    @Test
    void refusesAsTheModelDoesAndNoticesThatTheGateIsMissing() throws SQLException {
        visitWorlds();
        try (var connection = TestDatabase.shared().as("postgres")) {
            Database.prepare(connection);
            var loader = Loader.load(connection, worlds);

            assertThat(differing(connection, loader)).as("oracle.seed=" + seed).isEmpty();

            removeGate(connection);
            assertThat(differing(connection, loader)).hasSizeGreaterThanOrEqualTo(NOTICED_AT_LEAST);
        } // closing without a commit rolls back
    }

    private void visitWorlds() {
        var generator = Generator.anytime(random);
        for (var i = 0; i < WORLDS; i++) {
            var world = generator.world(List.of(Disturbance.ROLE));
            worlds.add(world);
            for (var question : world.questions) {
                for (var member : world.all(Member.class).toList()) {
                    visits.add(new Visit(
                            world, member, random.nextInt(10) == 0 ? "two" : member.organization, question.at()));
                }
            }
            world.all(Member.class).forEach(member -> disturb(world, member));
        }
    }

    /** At a question's moment, or a day or a second beside it. */
    private void disturb(World world, Member member) {
        var at = world.questions.get(0).at();
        var day = LocalDate.ofInstant(at, world.deployment.zone()).plusDays(random.nextInt(3) - 1);
        member.signIns =
                Set.of(at.minus(Duration.ofDays(random.nextInt(3) == 0 ? 44 + random.nextInt(3) : random.nextInt(40))));
        switch (random.nextInt(4)) {
            case 0 -> member.active = new Days(day.minusDays(100), day);
            case 1 -> member.active = new Days(day, null);
            case 2 -> member.deactivatedAt = at.plusSeconds(random.nextInt(3) - 1);
            default -> {}
        }
    }

    private List<Visit> differing(Connection connection, Loader loader) throws SQLException {
        try (var query = connection.prepareStatement(
                "select (select refusal is not null from access.find_viewer('i', v.subject, v.host, v.at))"
                        + " from unnest(?::text[], ?::text[], ?::timestamptz[]) with ordinality v(subject, host, at, n) order by n")) {
            query.setArray(
                    1,
                    text(
                            connection,
                            visits.stream()
                                    .map(visit -> loader.address(visit.world(), visit.member().staff))
                                    .toList()));
            query.setArray(
                    2,
                    text(
                            connection,
                            visits.stream()
                                    .map(visit -> loader.address(visit.world(), visit.address()))
                                    .toList()));
            query.setArray(
                    3,
                    text(
                            connection,
                            visits.stream().map(visit -> visit.at().toString()).toList()));
            var differing = new ArrayList<Visit>();
            try (var rows = query.executeQuery()) {
                for (var visit : visits) {
                    rows.next();
                    if (rows.getBoolean(1) != visit.refused()) {
                        differing.add(visit);
                    }
                }
            }
            return differing;
        }
    }

    private static java.sql.Array text(Connection connection, List<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    private static void removeGate(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_get_functiondef('access.standing'::regproc)")) {
            rows.next();
            var definition = rows.getString(1);
            assertThat(definition).contains("select case");
            statement.execute(definition.replaceFirst("select case", "select case when true then 'ACTIVE'"));
        }
    }
}
