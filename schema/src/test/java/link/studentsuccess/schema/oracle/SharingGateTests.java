package link.studentsuccess.schema.oracle;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Element;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.OperatorAgreement;
import link.studentsuccess.schema.oracle.World.OptIn;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** "Each gate removed in turn is noticed": those of what organizations share, the second consent's among them. */
class SharingGateTests {

    private static final int ASKED_A_ROUND = 560;
    private static final int QUESTIONS_A_WORLD = 12;

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
                            Disturbance.OPERATOR_NOT_NAMED),
                    mended(DistrictAgreement.class, (sharee, agreement) -> agreement.operatorIsAgent = true)),
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
            optedIn(
                    "x.audience = p_audience",
                    "true",
                    Disturbance.OPT_IN,
                    mended(OptIn.class, (sharee, optIn) -> optIn.audience = sharee.audience())),
            optedIn(
                    "x.agreed_at <= p_at",
                    "true",
                    Disturbance.OPT_IN,
                    mended(OptIn.class, (sharee, optIn) -> optIn.agreedAt = Instant.EPOCH)),
            optedIn(
                    "(x.withdrawn_at is null or x.withdrawn_at > p_at)",
                    "true",
                    Disturbance.OPT_IN,
                    mended(OptIn.class, (sharee, optIn) -> optIn.withdrawnAt = null)),
            optedIn(
                    "a.in_force @> (p_at at time zone o.zone)::date",
                    "true",
                    Disturbance.OPERATOR_AGREEMENT,
                    mended(OperatorAgreement.class, (sharee, agreement) -> agreement.inForce = Days.ALWAYS)),
            optedIn(
                    "g.sharing = 'ALLOWED'",
                    "true",
                    Disturbance.OPT_IN,
                    mended(Program.class, (sharee, program) -> program.neverShared = false)),
            // Organization one has opted in for tutoring alone.
            optedIn(
                    "(p_program is null or x.program_id = p_program)",
                    "true",
                    Disturbance.SECOND_SERVICE,
                    mended(Service.class, (sharee, service) -> {
                        if (service.program.equals("chess")) {
                            service.program = "tutoring";
                        }
                    })));

    private static Closing held(String text, String without, Predicate<Hold> which) {
        return new Closing(
                Gate.replaced(FUNCTION, text, without, Disturbance.HOLD),
                sharee -> sharee.hangsOn(element -> element instanceof Hold hold && which.test(hold)));
    }

    private static Closing optedIn(String text, String without, Disturbance disturbance, Predicate<Sharee> decides) {
        return new Closing(Gate.replaced("access.opted_in", text, without, disturbance), decides);
    }

    /** Whether more would be shared if all of a kind were mended. */
    private static <T extends Element> Predicate<Sharee> mended(Class<T> type, BiConsumer<Sharee, T> mending) {
        return sharee -> {
            var mended = sharee.world().withCopies(type);
            mended.all(type).forEach(element -> mending.accept(sharee, element));
            return !sharee.in(mended).expected().equals(sharee.expected());
        };
    }

    @TestFactory
    Stream<DynamicTest> aMissingGateIsNoticed() {
        return GATES.stream()
                .map(closing ->
                        closing.gate().isNoticed(generator -> asked(closing, generator), SharingGateTests::differing));
    }

    /** What the gate closes, in worlds of one deployment. */
    private static List<Sharee> asked(Closing closing, Generator generator) {
        var asked = new ArrayList<Sharee>();
        while (asked.size() < ASKED_A_ROUND) {
            var world = generator.world(closing.gate().disturbances(), QUESTIONS_A_WORLD);
            world.questions.stream()
                    .flatMap(question -> Sharee.of(world, question))
                    .filter(closing.decides())
                    .forEach(asked::add);
        }
        return asked;
    }

    private static int differing(Database database, List<Sharee> asked) throws SQLException {
        var shared = database.shared(asked);
        return (int) IntStream.range(0, asked.size())
                .filter(i -> !shared.get(i).equals(asked.get(i).expected()))
                .count();
    }
}
