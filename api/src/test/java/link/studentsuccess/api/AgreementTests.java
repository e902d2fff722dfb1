package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Agreements from the draft to the end, by the people whose task it is. */
class AgreementTests {

    private static final String AGREEMENT = """
            { agreement {
                ... on OperatorAgreement { id state begins ends endedOn version signatures { side signerName fileId } }
                ... on DistrictAgreement { id state begins ends endedOn version draftedBy categories
                  signatures { side signerName fileId } terms { windDownDays consentLongestMonths } } }
              errors { field code message } }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final List<UUID> made = new ArrayList<>();

    /** What these tests agree is theirs alone: the shared world stays as it was. */
    @AfterEach
    void undo() {
        for (var key : made) {
            Worlds.change(
                    world, "delete from document.agreement_signature where district_agreement_id = '" + key + "'");
            Worlds.change(world, "delete from document.named_staff where district_agreement_id = '" + key + "'");
            Worlds.change(world, "delete from document.district_agreement where id = '" + key + "'");
        }
    }

    @Test
    void aDraftOpensNothingAndTheSecondSignatureAll() {
        var draft = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT, ATTENDANCE", "");
        assertThat(draft.get("state").asString()).isEqualTo("DRAFT");
        assertThat(inForce(draft)).isEqualTo("empty");

        var once = sign(Person.ROSA, draft, draft.get("version").asInt()).get("agreement");
        assertThat(once.get("state").asString()).isEqualTo("AWAITING_SIGNATURE");
        assertThat(inForce(draft)).isEqualTo("empty");

        var both = sign(Person.JUNE, draft, once.get("version").asInt()).get("agreement");
        assertThat(both.get("state").asString()).isEqualTo("IN_FORCE");
        assertThat(inForce(draft)).isNotEqualTo("empty");
        assertThat(both.get("signatures").valueStream().map(s -> s.get("side").asString()))
                .containsExactly("DISTRICT", "ORGANIZATION");

        var today = world.district().today();
        var ended = change(
                Person.JUNE,
                "endAgreement",
                "{ agreementId: \"%s\", version: %d, on: \"%s\" }"
                        .formatted(id(draft), both.get("version").asInt(), today));
        assertThat(ended.at("/agreement/state").asString()).as(ended.toString()).isEqualTo("ENDED");
        assertThat(inForce(draft)).isEqualTo("empty");
    }

    @Test
    void whatIsSignedIsWhatWasReadAndStaysSo() {
        var draft = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", "");
        var read = draft.get("version").asInt();
        var changed = change(
                Person.ROSA,
                "changeDistrictAgreement",
                "{ agreementId: \"%s\", version: %d, terms: { begins: \"%s\","
                                .formatted(id(draft), read, world.district().today())
                        + " categories: [GRADES], purpose: \"Mentoring\" } }");
        assertThat(changed.at("/agreement/categories/0").asString()).isEqualTo("GRADES");

        assertThat(code(sign(Person.JUNE, draft, read))).isEqualTo("CHANGED_MEANWHILE");
        var version = changed.at("/agreement/version").asInt();
        var signed = sign(Person.JUNE, draft, version);
        assertThat(signed.at("/agreement/state").asString()).isEqualTo("AWAITING_SIGNATURE");

        var late = change(
                Person.ROSA,
                "changeDistrictAgreement",
                "{ agreementId: \"%s\", version: %d, terms: { begins: \"%s\","
                                .formatted(
                                        id(draft),
                                        signed.at("/agreement/version").asInt(),
                                        world.district().today())
                        + " categories: [ATTENDANCE], purpose: \"Mentoring\" } }");
        assertThat(code(late)).isEqualTo("CONFLICT");
        assertThat(code(sign(Person.JUNE, draft, signed.at("/agreement/version").asInt())))
                .as("signing twice")
                .isEqualTo("CONFLICT");
    }

    @Test
    void anOrganizationMayAskButOnlyTheDistrictDesignates() {
        var request =
                "idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", terms: { begins: \"2027-01-01\","
                        .formatted(UUID.randomUUID(), place(Place.HARBOR_LIGHTS), district(Place.RAINIER_VALLEY));
        var official = change(
                Person.JUNE,
                "draftDistrictAgreement",
                "{ " + request + " categories: [GRADES], basis: SCHOOL_OFFICIAL, purpose: \"Mentoring\" } }");
        assertThat(official.at("/errors/0/field").asString()).isEqualTo("input.terms.basis");
        assertThat(code(official)).isEqualTo("NOT_ALLOWED");

        var asked = draft(Person.JUNE, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "GRADES", "");
        assertThat(asked.get("draftedBy").asString()).isEqualTo("ORGANIZATION");
        assertThat(code(sign(Person.STEPH, asked, 1))).as("another district").isEqualTo("NOT_FOUND");
        assertThat(Worlds.truth(
                        world, "select 1 from document.district_agreement where id = '" + Id.keyOf(id(asked)) + "'"))
                .hasSize(1);
    }

    @Test
    void sendingADraftTwiceMakesOne() {
        var key = UUID.randomUUID().toString();
        var input =
                "{ idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", terms: { begins: \"2027-01-01\", categories: [GRADES], purpose: \"Mentoring\" } }"
                        .formatted(key, place(Place.HARBOR_LIGHTS), district(Place.RAINIER_VALLEY));
        var first = change(Person.ROSA, "draftDistrictAgreement", input).get("agreement");
        var again = change(Person.ROSA, "draftDistrictAgreement", input).get("agreement");
        made.add(Id.keyOf(id(first)));

        assertThat(again.get("id")).isEqualTo(first.get("id"));
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        var wrong = change(
                Person.ROSA,
                "draftDistrictAgreement",
                "{ idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", terms: { begins: \"2027-01-01\", ends: \"2026-01-01\", categories: [], purpose: \" \", windDownDays: 900 } }"
                        .formatted(UUID.randomUUID(), place(Place.HARBOR_LIGHTS), district(Place.PUGET_RIDGE)));

        assertThat(wrong.get("errors").valueStream().map(e -> e.get("field").asString()))
                .containsExactlyInAnyOrder(
                        "input.terms.ends",
                        "input.terms.categories",
                        "input.terms.purpose",
                        "input.terms.windDownDays",
                        "input.districtId");
    }

    @Test
    void anAmendmentTakesThePlaceOfTheFormerAndTheFormerEndsThere() {
        var former = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var amendment = draft(
                Person.ROSA,
                Place.HARBOR_LIGHTS,
                Place.RAINIER_VALLEY,
                "ENROLLMENT",
                "replacesId: \"" + id(former) + "\",");
        sign(Person.ROSA, amendment, 1);
        sign(Person.JUNE, amendment, 1);

        assertThat(inForce(former)).as("ends where the new one begins").isEqualTo("empty");
        assertThat(inForce(amendment)).isNotEqualTo("empty");
    }

    /** The former one ends where the amendment begins; the days before were in force, and what was seen on them was seen rightly. */
    @Test
    void anAmendmentBeginsTodayAtTheEarliest() {
        var former = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var before = inForce(former);
        var yesterday = world.district().today().minusDays(1);
        var backdated = change(
                Person.ROSA,
                "draftDistrictAgreement",
                "{ idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", replacesId: \"%s\", terms: { begins: \"%s\", categories: [GRADES], purpose: \"Mentoring\" } }"
                        .formatted(
                                UUID.randomUUID(),
                                place(Place.HARBOR_LIGHTS),
                                district(Place.RAINIER_VALLEY),
                                id(former),
                                yesterday));
        var draft = draft(
                Person.ROSA,
                Place.HARBOR_LIGHTS,
                Place.RAINIER_VALLEY,
                "ENROLLMENT",
                "replacesId: \"" + id(former) + "\",");
        var changed = change(
                Person.ROSA,
                "changeDistrictAgreement",
                "{ agreementId: \"%s\", version: 1, terms: { begins: \"%s\", categories: [GRADES], purpose: \"Mentoring\" } }"
                        .formatted(id(draft), yesterday));
        Worlds.change(
                world,
                "update document.district_agreement set term = daterange('" + yesterday + "', null) where id = '"
                        + Id.keyOf(id(draft)) + "'");
        var signed = sign(Person.ROSA, draft, 2);

        for (var refused : List.of(backdated, changed, signed)) {
            assertThat(code(refused)).as(refused.toString()).isEqualTo("OUT_OF_RANGE");
        }
        assertThat(backdated.at("/errors/0/field").asString()).isEqualTo("input.terms.begins");
        assertThat(inForce(former)).isEqualTo(before);
    }

    /** An end far ahead, set by one side, would else keep the other from ending it at all. */
    @Test
    void eitherSideEndsItEarlierThanTheOtherHasSaidAndNobodyLater() {
        var today = world.district().today();
        var agreement = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");

        var farAhead = end(Person.JUNE, agreement, 2, LocalDate.of(2199, 1, 1));
        var earlier = end(Person.ROSA, agreement, 3, today.plusDays(5));
        var later = end(Person.JUNE, agreement, 4, today.plusDays(6));
        var now = end(Person.JUNE, agreement, 4, today);

        assertThat(farAhead.get("errors")).isEmpty();
        assertThat(earlier.get("errors")).isEmpty();
        assertThat(earlier.at("/agreement/endedOn").asString())
                .isEqualTo(today.plusDays(5).toString());
        assertThat(code(later)).isEqualTo("OUT_OF_RANGE");
        assertThat(later.at("/errors/0/field").asString()).isEqualTo("input.on");
        assertThat(now.at("/agreement/state").asString()).isEqualTo("ENDED");
        assertThat(inForce(agreement)).isEqualTo("empty");
    }

    /** Also its own end is an end: a later day would be an agreement that nobody has signed. */
    @Test
    void itDoesNotEndLaterThanItWasAgreed() {
        var agreement = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT");
        var key = Id.keyOf(id(agreement));
        Worlds.change(
                world,
                "update document.district_agreement set in_force = daterange(current_date, current_date + 30) where id = '"
                        + key + "'");
        var version = Integer.parseInt(
                Worlds.truth(world, "select version from document.district_agreement where id = '" + key + "'")
                        .get(0));

        var later =
                end(Person.JUNE, agreement, version, world.district().today().plusDays(40));

        assertThat(code(later)).isEqualTo("OUT_OF_RANGE");
        assertThat(inForce(agreement)).isNotEqualTo("empty");
    }

    @Test
    void twoPartiesHaveOneAgreementOnADay() {
        var first = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var beside = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", "");

        var refused = sign(Person.ROSA, beside, 1);

        assertThat(code(refused)).as(refused.toString()).isEqualTo("CONFLICT");
        assertThat(refused.at("/errors/0/field").asString()).isEqualTo("input.agreementId");
        assertThat(refused.at("/errors/0/message").asString()).contains("replacesId");
        assertThat(inForce(beside)).isEqualTo("empty");
        // From where the first one ends, it may.
        assertThat(end(Person.JUNE, first, 2, world.district().today()).get("errors"))
                .isEmpty();
        assertThat(sign(Person.ROSA, beside, 1).get("errors")).isEmpty();
        assertThat(sign(Person.JUNE, beside, 1).at("/agreement/state").asString())
                .isEqualTo("IN_FORCE");
    }

    /** Two drafts of the same parties, each signed by one side: the second signature of the later one comes too late. */
    @Test
    void ofTwoDraftsTheSecondSignatureUnderTheOtherIsTooLate() {
        var one = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", "");
        var other = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "GRADES", "");
        sign(Person.ROSA, one, 1);
        sign(Person.ROSA, other, 1);

        assertThat(sign(Person.JUNE, one, 1).at("/agreement/state").asString()).isEqualTo("IN_FORCE");
        assertThat(code(sign(Person.JUNE, other, 1))).isEqualTo("CONFLICT");
        assertThat(inForce(other)).isEqualTo("empty");
    }

    @Test
    void aDraftWhoseFormerAgreementHasEndedOrBeenReplacedIsNotSigned() {
        var former = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var replaces = "replacesId: \"" + id(former) + "\",";
        var successor = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", replaces);
        var stale = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "GRADES", replaces);
        sign(Person.ROSA, successor, 1);
        sign(Person.JUNE, successor, 1);

        var replaced = sign(Person.ROSA, stale, 1);
        var renewal = draft(
                Person.ROSA,
                Place.HARBOR_LIGHTS,
                Place.RAINIER_VALLEY,
                "GRADES",
                "replacesId: \"" + id(successor) + "\",");
        end(Person.JUNE, successor, 2, world.district().today());
        var ended = sign(Person.ROSA, renewal, 1);

        for (var refused : List.of(replaced, ended)) {
            assertThat(code(refused)).as(refused.toString()).isEqualTo("CONFLICT");
        }
        assertThat(replaced.toString()).isNotEqualTo(ended.toString());
        assertThat(inForce(stale)).isEqualTo("empty");
        assertThat(inForce(renewal)).isEqualTo("empty");
    }

    @Test
    void termsThatOpenNothingOrNameNoSchoolAreRefused() {
        var official = terms("categories: [GRADES], basis: SCHOOL_OFFICIAL");
        var meals = terms("categories: [MEAL_STATUS], basis: SCHOOL_OFFICIAL, designatedCategories: [MEAL_STATUS]");
        var school = terms("categories: [GRADES], schoolCodes: [\"nope\"]");
        var twice = terms("categories: [GRADES, GRADES], schoolYears: [2027, 2027]");
        var operators = Ask.as(Person.OLLIE)
                .data(
                        "mutation { draftOperatorAgreement(input: { idempotencyKey: \"%s\", organizationId: \"%s\", begins: \"1900-01-01\" }) { errors { field code } } }"
                                .formatted(UUID.randomUUID(), place(Place.HARBOR_LIGHTS)));

        assertThat(official.at("/errors/0/field").asString()).isEqualTo("input.terms.designatedCategories");
        assertThat(meals.at("/errors/0/field").asString()).isEqualTo("input.terms.designatedCategories");
        assertThat(school.at("/errors/0/field").asString()).isEqualTo("input.terms.schoolCodes.0");
        assertThat(code(school)).isEqualTo("NOT_FOUND");
        assertThat(operators.at("/draftOperatorAgreement/errors").toString()).contains("input.begins", "OUT_OF_RANGE");
        assertThat(twice.at("/agreement/categories")).hasSize(1);
        made.add(Id.keyOf(id(twice.get("agreement"))));
    }

    @Test
    void nobodyIsNamedWhereNoNamesAreAskedFor() {
        var agreement = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", "");
        var input = "{ agreementId: \"%s\", staffId: \"%s\", begins: \"%s\" }"
                .formatted(
                        id(agreement),
                        Id.STAFF.of(Person.BEA.membershipId()),
                        world.district().today());

        var useless = change(Person.ROSA, "nameStaff", input);
        Worlds.change(
                world,
                "update document.district_agreement set requires_named_staff = true where id = '"
                        + Id.keyOf(id(agreement)) + "'");
        var named = change(Person.ROSA, "nameStaff", input);

        assertThat(code(useless)).isEqualTo("CONFLICT");
        assertThat(named.get("errors")).isEmpty();
    }

    private JsonNode terms(String terms) {
        return change(
                Person.ROSA,
                "draftDistrictAgreement",
                "{ idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", terms: { begins: \"%s\", %s, purpose: \"Mentoring\" } }"
                        .formatted(
                                UUID.randomUUID(),
                                place(Place.HARBOR_LIGHTS),
                                district(Place.RAINIER_VALLEY),
                                world.district().today(),
                                terms));
    }

    private static JsonNode end(Person by, JsonNode agreement, int version, LocalDate on) {
        return change(
                by,
                "endAgreement",
                "{ agreementId: \"%s\", version: %d, on: \"%s\" }".formatted(id(agreement), version, on));
    }

    @Test
    void thePreviewSaysWhatADraftWouldCloseAndChangesNothing() {
        var query = """
                query($id: ID!) { agreementPreview(agreementId: $id) { examined total
                  categories { category gains loses losing { id givenName } } } }
                """;
        var variables = Map.<String, Object>of("id", Id.DISTRICT_AGREEMENT.of(world.draftAgreement()));

        var admin = Ask.as(Person.ALEX).data(query, variables).get("agreementPreview");
        var steward = Ask.as(Person.STEPH).data(query, variables).get("agreementPreview");

        var grades = category(admin, "GRADES");
        assertThat(grades.get("loses").asInt()).isPositive();
        assertThat(grades.get("losing")
                        .valueStream()
                        .map(p -> p.get("givenName").asString()))
                .contains(Child.LENA.givenName());
        assertThat(category(admin, "ATTENDANCE").get("loses").asInt()).isZero();
        assertThat(category(steward, "GRADES").get("loses")).isEqualTo(grades.get("loses"));
        assertThat(category(steward, "GRADES").get("losing")).isEmpty();
        assertThat(Ask.as(Person.JUNE)
                        .data(query, variables)
                        .get("agreementPreview")
                        .isNull())
                .as("no party")
                .isTrue();
        assertThat(Worlds.truth(
                        world,
                        "select isempty(in_force) from document.district_agreement where id = '"
                                + world.draftAgreement() + "'"))
                .containsExactly("t");
        assertThat(Ask.as(Person.MARIA)
                        .data("{ student(id: \"" + Id.STUDENT.of(world.student(Child.LENA))
                                + "\") { grades { __typename } } }")
                        .at("/student/grades/__typename")
                        .asString())
                .isEqualTo("Grades");
    }

    @Test
    @DisplayName("case 16: an opt-in by mutation, and a program that is never shared")
    void choosesWithWhomParticipationIsShared() {
        var june = Ask.as(Person.JUNE);
        var program = create(
                        june, "createProgram", "name: \"Chess " + UUID.randomUUID() + "\", kind: OTHER, sharing: NEVER")
                .get("program");
        var never = optIn(june, program);
        assertThat(code(never)).isEqualTo("CONFLICT");

        var changed = june.data(
                "mutation { changeProgram(input: { programId: \"%s\", version: %d, name: %s, kind: OTHER, sharing: ALLOWED }) { program { version } errors { code } } }"
                        .formatted(id(program), program.get("version").asInt(), program.get("name")));
        assertThat(changed.at("/changeProgram/program/version").asInt()).isEqualTo(2);
        var chosen = optIn(june, program).get("optIn");
        assertThat(chosen.get("withdrawnAt").isNull()).isTrue();
        assertThat(code(optIn(june, program))).as("shared so already").isEqualTo("CONFLICT");

        var withdrawn = june.data(
                "mutation { withdrawSharingOptIn(input: { optInId: \"%s\", version: %d }) { optIn { withdrawnAt } errors { code } } }"
                        .formatted(id(chosen), chosen.get("version").asInt()));
        assertThat(withdrawn.at("/withdrawSharingOptIn/optIn/withdrawnAt").isNull())
                .isFalse();
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from document.sharing_opt_in where id = '" + Id.keyOf(id(chosen)) + "'"))
                .as("kept on record")
                .containsExactly("1");
        Worlds.change(world, "delete from document.sharing_opt_in where id = '" + Id.keyOf(id(chosen)) + "'");
        Worlds.change(world, "delete from party.program where id = '" + Id.keyOf(id(program)) + "'");
    }

    @Test
    void anOrganizationHasAnAddressOfItsOwn() {
        var ollie = Ask.as(Person.OLLIE);
        var taken = create(ollie, "createOrganization", "name: \"Copy\", host: \"" + Place.SOUND_REACH.host() + "\"");
        assertThat(code(taken)).isEqualTo("CONFLICT");
        assertThat(code(create(ollie, "createOrganization", "name: \"Copy\", host: \"Copy.example:80\"")))
                .isEqualTo("MALFORMED");
    }

    @Test
    void everyChangeIsOnRecordAndNoneCanBeMadeDirectly() {
        var draft = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "GRADES", "");
        var key = Id.keyOf(id(draft));

        assertThat(Worlds.truth(world, "select action from audit.change where subject_id = '" + key + "'"))
                .containsExactly("CREATED");
        assertThat(
                        Worlds.truth(
                                world,
                                "select has_column_privilege('link_request', 'document.district_agreement', 'in_force', 'update')"))
                .containsExactly("f");
    }

    private JsonNode inForce(Person steward, Place organization, String categories) {
        var draft = draft(steward, organization, Place.RAINIER_VALLEY, categories, "");
        sign(steward, draft, 1);
        sign(Person.JUNE, draft, 1);
        return draft;
    }

    private JsonNode draft(Person by, Place organization, Place district, String categories, String more) {
        var payload = change(
                by,
                "draftDistrictAgreement",
                "{ idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", %s terms: { begins: \"%s\", categories: [%s], purpose: \"Mentoring\", consentLongestMonths: 12 } }"
                        .formatted(
                                UUID.randomUUID(),
                                place(organization),
                                district(district),
                                more,
                                world.district().today(),
                                categories));
        assertThat(payload.get("errors")).as(payload.toString()).isEmpty();
        made.add(0, Id.keyOf(id(payload.get("agreement"))));
        return payload.get("agreement");
    }

    private static JsonNode sign(Person by, JsonNode agreement, int version) {
        return change(
                by,
                "signAgreement",
                "{ agreementId: \"%s\", version: %d, signerName: \"%s\", signerTitle: \"Director\" }"
                        .formatted(id(agreement), version, by.name()));
    }

    private static JsonNode change(Person by, String mutation, String input) {
        return Ask.as(by)
                .data("mutation { " + mutation + "(input: " + input + ") " + AGREEMENT + " }")
                .get(mutation);
    }

    private static JsonNode create(Ask ask, String mutation, String input) {
        var what = mutation.equals("createProgram") ? "program { id name version }" : "organization { id }";
        return ask.data("mutation { %s(input: { idempotencyKey: \"%s\", %s }) { %s errors { field code message } } }"
                        .formatted(mutation, UUID.randomUUID(), input, what))
                .get(mutation);
    }

    private static JsonNode optIn(Ask ask, JsonNode program) {
        return ask.data(
                        "mutation { optInToSharing(input: { idempotencyKey: \"%s\", programId: \"%s\", audience: WITH_PARTNERS }) { optIn { id version withdrawnAt } errors { field code message } } }"
                                .formatted(UUID.randomUUID(), id(program)))
                .get("optInToSharing");
    }

    private static JsonNode category(JsonNode preview, String category) {
        return preview.get("categories")
                .valueStream()
                .filter(c -> c.get("category").asString().equals(category))
                .findFirst()
                .orElseThrow();
    }

    private String inForce(JsonNode agreement) {
        return Worlds.truth(
                        world,
                        "select in_force from document.district_agreement where id = '" + Id.keyOf(id(agreement)) + "'")
                .get(0);
    }

    private static String place(Place organization) {
        return Id.ORGANIZATION.of(organization.id());
    }

    private static String district(Place district) {
        return Id.DISTRICT.of(district.id());
    }

    private static String id(JsonNode thing) {
        return thing.get("id").asString();
    }

    private static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString("");
    }
}
