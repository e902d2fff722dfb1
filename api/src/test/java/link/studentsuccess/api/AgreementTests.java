package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Agreements from the draft to the second signature, by the people whose task it is. */
class AgreementTests extends AgreementStories {

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

    private static JsonNode category(JsonNode preview, String category) {
        return preview.get("categories")
                .valueStream()
                .filter(c -> c.get("category").asString().equals(category))
                .findFirst()
                .orElseThrow();
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
}
