package link.studentsuccess.schema.oracle;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.Element;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.OptIn;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Service;
import link.studentsuccess.schema.oracle.World.Student;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** "Each gate removed in turn is noticed": those of what organizations share, the second consent's among them. */
class SharingGateTests {

    private static final int NOTICED_AT_LEAST = 500;
    private static final int ASKED_A_ROUND = 560;
    private static final int MOST_ROUNDS = 10;
    private static final int QUESTIONS_A_WORLD = 12;

    /** What is shared of a student with an audience. */
    private record Sharee(World world, Question question, Student student, String audience) {

        Sharing sharing() {
            return new Sharing(world, question.at());
        }

        Set<String> expected() {
            return sharing()
                    .ofRecord(Objects.requireNonNull(student.record), audience)
                    .collect(toSet());
        }

        /** Whether it would be another answer without something in the world. */
        boolean hangsOn(Predicate<Element> something) {
            var without = new World(world.deployment);
            world.elements.stream().filter(something.negate()).forEach(without::add);
            return !new Sharee(without, question, student, audience).expected().equals(expected());
        }

        /** Why the second consent closes it. */
        String consent() {
            return Objects.requireNonNullElse(sharing().closedByConsent(student, audience), "");
        }
    }

    private record Closing(Gate gate, Predicate<Sharee> decides) {}

    private static final String FUNCTION = "access.shared_enrollments";

    private static final List<Closing> GATES = List.of(
            new Closing(
                    Gate.replaced(
                            FUNCTION,
                            "consent.reason is null",
                            "true",
                            Disturbance.CONSENT_INCOMPLETE,
                            Disturbance.WITHDRAWAL,
                            Disturbance.VERIFICATION),
                    sharee -> Set.of("CONSENT_INCOMPLETE", "CONSENT_REVOKED", "AWAITING_DISTRICT_VERIFICATION")
                            .contains(sharee.consent())),
            new Closing(
                    Gate.replaced(FUNCTION, "and not consent.parent_lapsed", "", Disturbance.AGE, Disturbance.COLLEGE),
                    sharee -> sharee.consent().equals("ELIGIBLE_STUDENT_MUST_CONSENT")),
            new Closing(
                    Gate.replaced(
                            FUNCTION,
                            "case p_audience when 'WITH_PARTNERS' then 'PARTNERS' when 'WITH_DISTRICT' then 'DISTRICT' end = any(consent.audiences)",
                            "true",
                            Disturbance.AUDIENCES),
                    sharee -> sharee.consent().equals("NOT_IN_CONSENT")),
            // What the district's agreement says of consents holds for the second one, too.
            new Closing(
                    Gate.replaced(
                            FUNCTION, "agreement.verification) consent", "'NONE') consent", Disturbance.VERIFICATION),
                    sharee -> sharee.consent().equals("AWAITING_DISTRICT_VERIFICATION")),
            new Closing(
                    Gate.replaced(
                            FUNCTION,
                            "coalesce(agreement.operator_is_agent, false)",
                            "true",
                            Disturbance.CONSENT_INCOMPLETE),
                    sharee -> sharee.consent().equals("CONSENT_INCOMPLETE")
                            && sharee.world()
                                    .all(Consent.class)
                                    .anyMatch(consent -> consent.kind.equals("SHARING")
                                            && consent.parties.equals(Set.of("ORGANIZATION")))),
            new Closing(
                    Gate.replaced(
                            FUNCTION,
                            "and lower(e.served) <= (p_at at time zone o.zone)::date",
                            "",
                            Disturbance.SERVICE,
                            Disturbance.SECOND_SERVICE),
                    sharee -> {
                        var clock = new Clock(sharee.world(), sharee.question().at(), sharee.student().district);
                        return sharee.world()
                                .all(Service.class)
                                .filter(service -> service.participant.equals(sharee.student().participant))
                                .anyMatch(service -> service.days.from().isAfter(clock.operatorDay()));
                    }),
            held(
                    "and not access.child_held(s.participant_id, p_at)",
                    "",
                    hold -> hold.districtStudentId != null || hold.participant != null),
            held(
                    "h.organization_id = s.organization_id and (h.district_id is null or h.district_id = s.district_id)",
                    "false",
                    hold -> hold.organization != null),
            held(
                    "h.district_id = s.district_id and h.district_student_id is null and h.organization_id is null",
                    "false",
                    hold -> hold.district != null && hold.organization == null && hold.districtStudentId == null),
            held(
                    "x.id = h.operator_agreement_id and x.organization_id = s.organization_id",
                    "false",
                    hold -> hold.operatorAgreement != null),
            held(
                    "x.id = h.district_agreement_id and x.organization_id = s.organization_id and x.district_id = s.district_id",
                    "false",
                    hold -> hold.districtAgreement != null),
            optedIn("x.audience = p_audience", "true", Disturbance.OPT_IN, sharee -> true),
            optedIn(
                    "x.agreed_at <= p_at",
                    "true",
                    Disturbance.OPT_IN,
                    optIn((sharee, optIn) ->
                            optIn.agreedAt.isAfter(sharee.question().at()))),
            optedIn(
                    "(x.withdrawn_at is null or x.withdrawn_at > p_at)",
                    "true",
                    Disturbance.OPT_IN,
                    optIn((sharee, optIn) -> optIn.withdrawnAt != null)),
            optedIn(
                    "a.in_force @> (p_at at time zone o.zone)::date",
                    "true",
                    Disturbance.OPERATOR_AGREEMENT,
                    sharee -> true),
            optedIn(
                    "g.sharing = 'ALLOWED'",
                    "true",
                    Disturbance.OPT_IN,
                    sharee -> sharee.world().all(Program.class).anyMatch(program -> program.neverShared)),
            optedIn(
                    "(p_program is null or x.program_id = p_program)",
                    "true",
                    Disturbance.SECOND_SERVICE,
                    sharee -> true));

    private interface Chosen {
        boolean test(Sharee sharee, OptIn optIn);
    }

    private static Predicate<Sharee> optIn(Chosen which) {
        return sharee -> sharee.world().all(OptIn.class).anyMatch(optIn -> which.test(sharee, optIn));
    }

    private static Closing held(String text, String without, Predicate<Hold> which) {
        return new Closing(
                Gate.replaced(FUNCTION, text, without, Disturbance.HOLD),
                sharee -> sharee.hangsOn(element -> element instanceof Hold hold && which.test(hold)));
    }

    private static Closing optedIn(String text, String without, Disturbance disturbance, Predicate<Sharee> decides) {
        return new Closing(Gate.replaced("access.opted_in", text, without, disturbance), decides);
    }

    @TestFactory
    Stream<DynamicTest> aMissingGateIsNoticed() {
        return GATES.stream()
                .map(closing -> DynamicTest.dynamicTest(
                        closing.gate().toString(),
                        () -> assertThat(noticed(closing))
                                .as("oracle.seed=%s", closing.gate().seed())
                                .isGreaterThanOrEqualTo(NOTICED_AT_LEAST)));
    }

    private static int noticed(Closing closing) throws SQLException {
        var random = closing.gate().random();
        var noticed = 0;
        for (var round = 0; noticed < NOTICED_AT_LEAST && round < MOST_ROUNDS; round++) {
            var asked = asked(closing, Generator.anytime(random));
            try (var connection = closing.gate().removed()) {
                var database = Database.load(
                        connection, asked.stream().map(Sharee::world).distinct().toList());
                for (var each : asked) {
                    var shared = database.shared(each.world(), each.question(), each.student(), each.audience());
                    noticed += shared.equals(each.expected()) ? 0 : 1;
                }
            }
        }
        return noticed;
    }

    private static List<Sharee> asked(Closing closing, Generator generator) {
        var asked = new ArrayList<Sharee>();
        while (asked.size() < ASKED_A_ROUND) {
            var world = generator.world(closing.gate().disturbances(), QUESTIONS_A_WORLD);
            for (var question : world.questions) {
                world.all(Student.class)
                        .filter(student -> student.record != null)
                        .flatMap(student -> Stream.of("WITH_PARTNERS", "WITH_DISTRICT")
                                .map(audience -> new Sharee(world, question, student, audience)))
                        .filter(closing.decides())
                        .forEach(asked::add);
            }
        }
        return asked;
    }
}
