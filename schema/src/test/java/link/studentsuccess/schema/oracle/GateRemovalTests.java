package link.studentsuccess.schema.oracle;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.Database.Asked;
import link.studentsuccess.schema.oracle.Database.Posed;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Signer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** "Each gate removed in turn is noticed": those of what {@code access.decide} opens. */
class GateRemovalTests {

    private static final int DECISIONS_A_ROUND = 520;
    private static final int QUESTIONS_A_WORLD = 9;

    /** A gate, what the oracle answers where it is closed, and about which worlds and categories it decides. */
    private record Closing(String outcome, Gate gate, BiPredicate<World, Asked> decides) {

        Closing(String outcome, Gate gate) {
            this(outcome, gate, (world, asked) -> true);
        }

        static Closing of(String reason, String function, Disturbance... disturbances) {
            return new Closing(reason, Gate.replaced(function, "then '" + reason + "'", "then null", disturbances));
        }

        static Closing part(String reason, String function, String condition, Disturbance... disturbances) {
            return new Closing(reason, Gate.part(function, condition, disturbances));
        }

        Closing where(Predicate<World> world) {
            return new Closing(outcome, gate, (in, asked) -> world.test(in));
        }

        Closing about(String category) {
            return new Closing(outcome, gate, (world, asked) -> asked.category().equals(category));
        }
    }

    private static Predicate<World> hold(Predicate<Hold> which) {
        return world -> world.all(Hold.class).anyMatch(which);
    }

    private static Predicate<World> consent(Predicate<Consent> which) {
        return world -> world.all(Consent.class).anyMatch(which);
    }

    private static Predicate<World> signer(String capacity) {
        return world -> world.all(Signer.class).anyMatch(signer -> signer.capacity.equals(capacity));
    }

    private static Predicate<World> signed(String capacity, boolean proven) {
        return world -> world.all(Consent.class)
                .filter(consent ->
                        world.one(Signer.class, consent.signer).capacity.equals(capacity))
                .anyMatch(consent ->
                        proven != Objects.requireNonNullElse(consent.proof, "").isBlank());
    }

    private static Predicate<World> agreement(Predicate<DistrictAgreement> which) {
        return world -> world.all(DistrictAgreement.class).anyMatch(which);
    }

    private static final List<Closing> PEOPLE = List.of(
            new Closing(
                    Decision.INVISIBLE,
                    Gate.replaced(
                            "access.known",
                            "m.role = 'ADMIN' or",
                            "true or",
                            Disturbance.CASELOAD,
                            Disturbance.ROLE,
                            Disturbance.PROGRAMS)),
            new Closing(
                    Decision.INVISIBLE,
                    Gate.replaced(
                            "access.known",
                            "not exists (select from access.removed(p_at) r where r.participant_id = k.participant_id)",
                            "true",
                            Disturbance.REMOVAL)),
            Closing.of("TRAINING_REQUIRED", "access.decide", Disturbance.TRAINING),
            Closing.of(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    Disturbance.STATEMENT,
                    Disturbance.STAFF_KIND,
                    Disturbance.BACKGROUND_CHECK,
                    Disturbance.NAMED_STAFF),
            Closing.part("STAFF_TERMS_MISSING", "access.decide", "not m.statement_accepted", Disturbance.STATEMENT),
            Closing.part(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    "agreement.staff_kinds is not null and not m.kind = any(agreement.staff_kinds)",
                    Disturbance.STAFF_KIND),
            Closing.part(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    "agreement.requires_background_check and not coalesce(m.background_check @> m.today, false)",
                    Disturbance.BACKGROUND_CHECK),
            Closing.part(
                    "STAFF_TERMS_MISSING",
                    "access.decide",
                    "agreement.requires_named_staff and not coalesce(naming.named @> m.today, false)",
                    Disturbance.NAMED_STAFF),
            Closing.of("NOT_IN_YOUR_ACCESS", "access.decide", Disturbance.STAFF_SCOPE),
            Closing.of("NOT_IN_TOKEN_SCOPE", "access.decide", Disturbance.TOKEN));

    private static final List<Closing> HOLDS = List.of(
            Closing.of("ON_HOLD", "access.decide", Disturbance.HOLD),
            Closing.part("ON_HOLD", "access.viewer_held", "h.staff_id = m.staff_id", Disturbance.HOLD)
                    .where(hold(hold -> hold.staff != null)),
            Closing.part("ON_HOLD", "access.viewer_held", "h.membership_id = m.id", Disturbance.HOLD)
                    .where(hold(hold -> hold.member != null)),
            Closing.part(
                            "ON_HOLD",
                            "access.decide",
                            "h.organization_id = m.organization_id and (h.district_id is null or h.district_id = s.district_id)",
                            Disturbance.HOLD)
                    .where(hold(hold -> hold.organization != null)),
            Closing.part(
                            "ON_HOLD",
                            "access.decide",
                            "h.district_id = s.district_id and h.organization_id is null",
                            Disturbance.HOLD)
                    .where(hold(hold ->
                            hold.district != null && hold.organization == null && hold.districtStudentId == null)),
            Closing.part(
                            "ON_HOLD",
                            "access.decide",
                            "x.id = h.operator_agreement_id and x.organization_id = m.organization_id",
                            Disturbance.HOLD)
                    .where(hold(hold -> hold.operatorAgreement != null)),
            Closing.part(
                            "ON_HOLD",
                            "access.decide",
                            "x.id = h.district_agreement_id and x.organization_id = m.organization_id and x.district_id = s.district_id",
                            Disturbance.HOLD)
                    .where(hold(hold -> hold.districtAgreement != null)),
            Closing.part("ON_HOLD", "access.decide", "supply.held", Disturbance.HOLD)
                    .where(hold(hold -> hold.feed != null)),
            Closing.part(
                            "ON_HOLD",
                            "access.child_held",
                            "btrim(h.district_student_id) in (btrim(s.district_student_id), btrim(r.district_student_id))",
                            Disturbance.HOLD)
                    .where(hold(hold -> hold.districtStudentId != null)),
            Closing.part("ON_HOLD", "access.child_held", "h.participant_id = p_participant", Disturbance.HOLD)
                    .where(hold(hold -> hold.participant != null)));

    private static final List<Closing> AGREEMENTS = List.of(
            Closing.of("NOT_SERVED_TODAY", "access.windows", Disturbance.SERVICE, Disturbance.WIND_DOWN),
            Closing.of("OPERATOR_AGREEMENT_NOT_IN_FORCE", "access.windows", Disturbance.OPERATOR_AGREEMENT),
            Closing.of("DISTRICT_AGREEMENT_NOT_IN_FORCE", "access.windows", Disturbance.DISTRICT_AGREEMENT),
            Closing.of(
                    "NOT_IN_DISTRICT_AGREEMENT", "access.windows", Disturbance.AGREED_CATEGORIES, Disturbance.SCHOOLS),
            Closing.part(
                    "NOT_IN_DISTRICT_AGREEMENT",
                    "access.windows",
                    "agreement.school_codes is not null and match.record_id is not null and records.at_covered_schools = 0",
                    Disturbance.SCHOOLS),
            new Closing(
                    "NOT_IN_DISTRICT_AGREEMENT",
                    Gate.replaced(
                            "access.windows",
                            "and match.record_id is not null and records.at_covered_schools = 0",
                            "and exists (select from record.enrollment e where e.student_id = match.record_id)"
                                    + " and records.at_covered_schools = 0",
                            Disturbance.NO_ENROLLMENT)),
            // Of what is open: which schools and which years.
            new Closing(
                            Decision.ALLOW,
                            Gate.replaced(
                                    "access.windows",
                                    "where (agreement.school_codes is null or sc.code = any(agreement.school_codes))",
                                    "where true",
                                    Disturbance.SCHOOLS))
                    .where(agreement(agreement -> agreement.schools != null)),
            new Closing(
                            Decision.ALLOW,
                            Gate.replaced(
                                    "access.windows",
                                    "and (agreement.school_years is null or e.school_year = any(agreement.school_years))",
                                    "",
                                    Disturbance.YEARS))
                    .where(agreement(agreement -> agreement.years != null)),
            new Closing(
                            Decision.ALLOW,
                            Gate.replaced(
                                    "access.windows",
                                    "(select min(y) from unnest(agreement.school_years) y)",
                                    "null::integer",
                                    Disturbance.YEARS))
                    .where(agreement(agreement -> agreement.years != null)),
            Closing.part(
                    "NOT_IN_DISTRICT_AGREEMENT",
                    "access.windows",
                    "not coalesce(asked.category = any(agreement.designated_categories), false)",
                    Disturbance.SCHOOL_OFFICIAL),
            Closing.part(
                            "NOT_IN_DISTRICT_AGREEMENT",
                            "access.windows",
                            "not access.designable(asked.category)",
                            Disturbance.SCHOOL_OFFICIAL)
                    .about("MEAL_STATUS"),
            Closing.of("NOT_ON_DISTRICT_ROSTER", "access.windows", Disturbance.SCHOOL_OFFICIAL),
            Closing.of("NOT_MATCHED", "access.windows", Disturbance.MATCH),
            Closing.of("SHARING_NOT_OPTED_IN", "access.windows", Disturbance.OPT_IN),
            Closing.of("NOT_SUPPLIED", "access.decide", Disturbance.SUPPLY),
            Closing.of("AWAITING_FIRST_PULL", "access.decide", Disturbance.SUPPLY));

    private static final List<Closing> CONSENTS = List.of(
            Closing.of("CONSENT_MISSING", "access.consent_today", Disturbance.NO_CONSENT),
            Closing.of("CONSENT_NOT_YET_IN_FORCE", "access.consent_today", Disturbance.CONSENT_DAYS),
            Closing.of("CONSENT_EXPIRED", "access.consent_today", Disturbance.CONSENT_DAYS),
            Closing.of(
                    "CONSENT_REVOKED",
                    "access.consent_today",
                    Disturbance.WITHDRAWAL,
                    Disturbance.SECOND_CONSENT_AND_WITHDRAWAL),
            Closing.of("CONSENT_INCOMPLETE", "access.consent_today", Disturbance.CONSENT_INCOMPLETE),
            lacking("SIGNATURE_DATE", consent -> consent.signedOn == null),
            lacking("RECORDS", consent -> consent.categories.isEmpty() && !consent.kind.equals("SHARING")),
            lacking("PURPOSE", consent -> consent.purpose == null || consent.purpose.isBlank()),
            lacking("ORGANIZATION_NAMED", consent -> !consent.parties.contains("ORGANIZATION")),
            lacking("OPERATOR_NAMED", consent -> !consent.parties.contains("OPERATOR")),
            Closing.part(
                            "CONSENT_INCOMPLETE",
                            "access.consent_today",
                            "consent.state = 'DRAFT'",
                            Disturbance.CONSENT_INCOMPLETE)
                    .where(consent(consent -> consent.draft)),
            Closing.part(
                            "CONSENT_INCOMPLETE",
                            "access.consent_today",
                            "consent.refused_at <= p_at",
                            Disturbance.CONSENT_INCOMPLETE)
                    .where(consent(consent -> consent.refusedAt != null)),
            new Closing(
                            "CONSENT_INCOMPLETE",
                            Gate.replaced(
                                    "access.consent_today",
                                    "or consent.capacity = 'STUDENT' and not coalesce(",
                                    "or false and not coalesce(",
                                    Disturbance.AGE,
                                    Disturbance.COLLEGE))
                    .where(signer("STUDENT")),
            Closing.of(
                    "AWAITING_DISTRICT_VERIFICATION",
                    "access.consent_today",
                    Disturbance.VERIFICATION,
                    Disturbance.SIGNED_BY_LINK),
            waiting("when 'EACH' then true", "when 'EACH' then false", Disturbance.VERIFICATION),
            waiting("when 'SAMPLE' then p_drawn", "when 'SAMPLE' then false", Disturbance.VERIFICATION),
            waiting("p_evidence = 'LINK' and p_attested_by is null", "false", Disturbance.SIGNED_BY_LINK),
            waiting(
                    "p_capacity = 'ACTING_PARENT' and not coalesce(p_proof ~ '[^[:space:]]', false)",
                    "false",
                    Disturbance.ACTING_PARENT),
            Closing.of("NOT_IN_CONSENT", "access.windows", Disturbance.CONSENT_CATEGORIES, Disturbance.SECOND_CONSENT),
            Closing.of("ELIGIBLE_STUDENT_MUST_CONSENT", "access.windows", Disturbance.AGE, Disturbance.COLLEGE),
            new Closing(
                    "ELIGIBLE_STUDENT_MUST_CONSENT",
                    Gate.replaced(
                            "access.consent_today",
                            "day.today < access.parent_lapses_on(child.birth_date)",
                            "true",
                            Disturbance.AGE)),
            new Closing(
                            "ELIGIBLE_STUDENT_MUST_CONSENT",
                            Gate.replaced(
                                    "access.consent_today",
                                    "and (p.entered_college_on is null or day.today < p.entered_college_on)",
                                    "",
                                    Disturbance.COLLEGE))
                    .where(world -> world.all(Participant.class).anyMatch(child -> child.enteredCollegeOn != null)),
            guarding("p_capacity = 'COURT_ORDER'", signed("PARENT", true)),
            guarding("p_proof ~ '[^[:space:]]'", signed("COURT_ORDER", false)),
            guarding("p_signed_on >= access.parent_lapses_on(p_birth_date)", signed("COURT_ORDER", true)));

    private static Closing lacking(String what, Predicate<Consent> which) {
        return new Closing(
                        "CONSENT_INCOMPLETE",
                        Gate.replaced(
                                "access.consent_lacks",
                                "then '" + what + "'",
                                "then null",
                                Disturbance.CONSENT_INCOMPLETE))
                .where(consent(which));
    }

    private static Closing waiting(String text, String without, Disturbance disturbance) {
        return new Closing(
                "AWAITING_DISTRICT_VERIFICATION",
                Gate.replaced("access.waits_for_district", text, without, disturbance));
    }

    private static Closing guarding(String condition, Predicate<World> world) {
        return new Closing(
                        "ELIGIBLE_STUDENT_MUST_CONSENT",
                        Gate.replaced("access.guards_adult", condition, "true", Disturbance.AGE))
                .where(world);
    }

    @TestFactory
    @DisplayName("attack 193: a condition that is always true in place of a gate is noticed")
    Stream<DynamicTest> aMissingGateIsNoticed() {
        return Stream.of(PEOPLE, HOLDS, AGREEMENTS, CONSENTS)
                .flatMap(List::stream)
                .map(closing -> closing.gate()
                        .isNoticed(
                                generator -> closed(closing, generator),
                                (database, posed) -> differing(closing, database, posed)));
    }

    /** Questions that the gate closes, about worlds of one deployment. */
    private static List<Posed> closed(Closing closing, Generator generator) {
        var closed = new ArrayList<Posed>();
        for (var decided = 0; decided < DECISIONS_A_ROUND; ) {
            var world = generator.world(closing.gate().disturbances(), QUESTIONS_A_WORLD);
            for (var question : world.questions) {
                var decisions = closedBy(closing, world, question);
                if (decisions > 0) {
                    closed.add(new Posed(world, question));
                    decided += decisions;
                }
            }
        }
        return closed;
    }

    private static int closedBy(Closing closing, World world, Question question) {
        return (int) Database.asked(world)
                .filter(asked -> closing.decides().test(world, asked))
                .filter(asked ->
                        Database.expected(world, question, asked).outcome().equals(closing.outcome()))
                .count();
    }

    /** Where the gate only narrows what is open, the rows are others. */
    private static int differing(Closing closing, Database database, List<Posed> posed) throws SQLException {
        return (int) database.disagreements(posed).stream()
                .filter(disagreement ->
                        disagreement.outcomes() || closing.outcome().equals(Decision.ALLOW))
                .count();
    }
}
