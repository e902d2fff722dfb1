package link.studentsuccess.schema.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import link.studentsuccess.schema.TestDatabase;
import link.studentsuccess.schema.oracle.Database.Disagreement;
import link.studentsuccess.schema.oracle.World.Question;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** "Each gate removed from the policy in turn is noticed by at least 500 generated decisions." */
class GateRemovalTests {

    private static final int NOTICED_AT_LEAST = 500;
    private static final int DECISIONS_A_ROUND = 520;
    private static final int MOST_ROUNDS = 6;

    /** A gate of the policy: what it answers when it is closed, and where it stands. */
    record Gate(String outcome, String function, String text, String without, List<Disturbance> disturbances) {

        static Gate of(String reason, String function, Disturbance... disturbances) {
            return new Gate(reason, function, "then '" + reason + "'", "then null", List.of(disturbances));
        }

        /** One condition of several that close for the same reason. */
        static Gate part(String reason, String function, String condition, Disturbance... disturbances) {
            return new Gate(reason, function, condition, "false", List.of(disturbances));
        }
    }

    private static final List<Gate> GATES = List.of(
            new Gate(
                    Decision.INVISIBLE,
                    "access.known",
                    "m.role = 'ADMIN' or",
                    "true or",
                    List.of(Disturbance.CASELOAD, Disturbance.ROLE, Disturbance.PROGRAMS)),
            new Gate(
                    Decision.INVISIBLE,
                    "access.known",
                    "not exists (select from access.removed(p_at) r where r.participant_id = k.participant_id)",
                    "true",
                    List.of(Disturbance.REMOVAL)),
            Gate.of("ON_HOLD", "access.decide", Disturbance.HOLD),
            Gate.of("TRAINING_REQUIRED", "access.decide", Disturbance.TRAINING),
            Gate.of(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    Disturbance.STATEMENT,
                    Disturbance.STAFF_KIND,
                    Disturbance.BACKGROUND_CHECK,
                    Disturbance.NAMED_STAFF),
            Gate.part("STAFF_TERMS_MISSING", "access.decide", "not m.statement_accepted", Disturbance.STATEMENT),
            Gate.part(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    "agreement.staff_kinds is not null and not m.kind = any(agreement.staff_kinds)",
                    Disturbance.STAFF_KIND),
            Gate.part(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    "agreement.requires_background_check and not coalesce(m.background_check @> m.today, false)",
                    Disturbance.BACKGROUND_CHECK),
            Gate.part(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    "agreement.requires_named_staff and not coalesce(naming.named @> m.today, false)",
                    Disturbance.NAMED_STAFF),
            Gate.of("NOT_IN_YOUR_ACCESS", "access.decide", Disturbance.STAFF_SCOPE),
            Gate.of("NOT_SERVED_TODAY", "access.windows", Disturbance.SERVICE, Disturbance.WIND_DOWN),
            Gate.of("OPERATOR_AGREEMENT_NOT_IN_FORCE", "access.windows", Disturbance.OPERATOR_AGREEMENT),
            Gate.of("DISTRICT_AGREEMENT_NOT_IN_FORCE", "access.windows", Disturbance.DISTRICT_AGREEMENT),
            Gate.of("NOT_IN_DISTRICT_AGREEMENT", "access.windows", Disturbance.AGREED_CATEGORIES, Disturbance.SCHOOLS),
            Gate.part(
                    "NOT_IN_DISTRICT_AGREEMENT",
                    "access.windows",
                    "agreement.school_codes is not null and records.total > 0 and records.at_covered_schools = 0",
                    Disturbance.SCHOOLS),
            Gate.part(
                    "NOT_IN_DISTRICT_AGREEMENT",
                    "access.windows",
                    "not coalesce(asked.category = any(agreement.designated_categories), false)",
                    Disturbance.SCHOOL_OFFICIAL),
            Gate.of("NOT_ON_DISTRICT_ROSTER", "access.windows", Disturbance.SCHOOL_OFFICIAL),
            Gate.of("CONSENT_MISSING", "access.consent_today", Disturbance.NO_CONSENT),
            Gate.of("CONSENT_NOT_YET_IN_FORCE", "access.consent_today", Disturbance.CONSENT_DAYS),
            Gate.of("CONSENT_EXPIRED", "access.consent_today", Disturbance.CONSENT_DAYS),
            Gate.of(
                    "CONSENT_REVOKED",
                    "access.consent_today",
                    Disturbance.WITHDRAWAL,
                    Disturbance.SECOND_CONSENT_AND_WITHDRAWAL),
            Gate.of("CONSENT_INCOMPLETE", "access.consent_today", Disturbance.CONSENT_INCOMPLETE),
            Gate.of(
                    "AWAITING_DISTRICT_VERIFICATION",
                    "access.consent_today",
                    Disturbance.VERIFICATION,
                    Disturbance.SIGNED_BY_LINK),
            Gate.of("NOT_IN_CONSENT", "access.windows", Disturbance.CONSENT_CATEGORIES, Disturbance.SECOND_CONSENT),
            Gate.of("ELIGIBLE_STUDENT_MUST_CONSENT", "access.windows", Disturbance.AGE, Disturbance.COLLEGE),
            Gate.of("NOT_MATCHED", "access.windows", Disturbance.MATCH),
            Gate.of("SHARING_NOT_OPTED_IN", "access.windows", Disturbance.OPT_IN),
            Gate.of("NOT_IN_TOKEN_SCOPE", "access.decide", Disturbance.TOKEN),
            Gate.of("NOT_SUPPLIED", "access.decide", Disturbance.SUPPLY),
            Gate.of("AWAITING_FIRST_PULL", "access.decide", Disturbance.SUPPLY));

    @TestFactory
    @DisplayName("attack 193: a condition that is always true in place of a gate is noticed")
    Stream<DynamicTest> noticesThatAGateIsMissing() {
        return GATES.stream()
                .map(gate -> DynamicTest.dynamicTest(
                        gate.outcome() + ": " + gate.text(),
                        () -> assertThat(noticed(gate)).isGreaterThanOrEqualTo(NOTICED_AT_LEAST)));
    }

    /** How many decisions are others without the gate; it is asked until they are enough, or many were asked in vain. */
    private static int noticed(Gate gate) throws SQLException {
        var random = new Random(gate.hashCode());
        var noticed = 0;
        for (var round = 0; noticed < NOTICED_AT_LEAST && round < MOST_ROUNDS; round++) {
            var worlds = closedWorlds(gate, Generator.anytime(random));
            try (var connection = TestDatabase.shared().as("postgres")) {
                Database.prepare(connection);
                remove(connection, gate);
                noticed += differing(Database.load(connection, worlds), worlds);
            } // closing without a commit puts the gate back
        }
        return noticed;
    }

    /** Worlds, with the questions that the gate closes. */
    private static List<World> closedWorlds(Gate gate, Generator generator) {
        var worlds = new ArrayList<World>();
        for (var decided = 0; decided < DECISIONS_A_ROUND; ) {
            var world = generator.world(gate.disturbances());
            world.questions.removeIf(question -> closedBy(gate, world, question) == 0);
            if (!world.questions.isEmpty()) {
                worlds.add(world);
                decided += world.questions.stream()
                        .mapToInt(question -> closedBy(gate, world, question))
                        .sum();
            }
        }
        return worlds;
    }

    private static int closedBy(Gate gate, World world, Question question) {
        return (int) Database.expected(world, question).values().stream()
                .filter(decision -> decision.outcome().equals(gate.outcome()))
                .count();
    }

    private static void remove(Connection connection, Gate gate) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_get_functiondef('" + gate.function() + "'::regproc)")) {
            rows.next();
            var definition = rows.getString(1);
            assertThat(definition).contains(gate.text());
            statement.execute(definition.replace(gate.text(), gate.without()));
        }
    }

    private static int differing(Database database, List<World> worlds) throws SQLException {
        var differing = 0;
        for (var world : worlds) {
            for (var question : world.questions) {
                differing += (int) database.disagreements(world, question).values().stream()
                        .filter(Disagreement::outcomes)
                        .count();
            }
        }
        return differing;
    }
}
