package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.RainierChild;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** One child of whom a category is told, another on whom a hold lies, and districts that do not tell it. */
abstract class CategoryStories {

    final DemoWorld world = Worlds.pulled();

    private final String note = getClass().getSimpleName();

    /** A category as the tables and the schema call it, and what is asked of its facet. */
    record Asked(String category, String table, String facet, String type, String inner) {

        String list() {
            return inner.substring(0, inner.indexOf(' '));
        }
    }

    @AfterEach
    void endHold() {
        Worlds.change(world, "delete from document.hold where note = '" + note + "'");
    }

    void opensForRaviAndNotForSaoirse(Asked asked) {
        var saoirse = RainierChild.SAOIRSE.districtStudentId();
        var open = facet(RainierChild.RAVI.name(), Place.RAINIER_VALLEY, asked);
        assertThat(open.get("__typename").asString()).isEqualTo(asked.type());
        assertThat(open.get(asked.list()).size()).isPositive();
        assertThat(released(asked.category())).isPositive();

        // The other child's rows are there, and a hold keeps them from being seen.
        assertThat(stored(asked.table(), saoirse)).isPositive();
        hold(saoirse);
        var withheld = facet(RainierChild.SAOIRSE.name(), Place.RAINIER_VALLEY, asked);
        assertThat(withheld.get("reason").asString()).isEqualTo("ON_HOLD");
        assertThat(withheld.get("category").asString()).isEqualTo(asked.category());
        // One child's hold does not close another's facet.
        assertThat(stored(asked.table(), RainierChild.RAVI.districtStudentId())).isPositive();
        endHold();
        var released = facet(RainierChild.SAOIRSE.name(), Place.RAINIER_VALLEY, asked);
        assertThat(released.get("__typename").asString()).isEqualTo(asked.type());
        assertThat(released.get(asked.list()).size()).isPositive();

        // At the other districts: not agreed, and agreed but not delivered.
        assertThat(reason(RainierChild.SAOIRSE.name(), Place.PUGET_RIDGE, asked))
                .isEqualTo("NOT_IN_DISTRICT_AGREEMENT");
        assertThat(reason("IMANI", Place.SALT_CREEK, asked)).isEqualTo("NOT_SUPPLIED");
    }

    String reason(String child, Place district, Asked asked) {
        return facet(child, district, asked).get("reason").asString();
    }

    private JsonNode facet(String child, Place district, Asked asked) {
        return student(
                        child,
                        district,
                        asked.facet() + " { __typename ... on " + asked.type() + " { " + asked.inner()
                                + " } ... on Withheld { category reason } }")
                .get(asked.facet());
    }

    JsonNode ravi(String fields) {
        return student(RainierChild.RAVI.name(), Place.RAINIER_VALLEY, fields);
    }

    JsonNode student(String child, Place district, String fields) {
        var students = Ask.as(Person.MARIA)
                .data(
                        "query ($id: ID!) { participant(id: $id) { students { district { name } " + fields + " } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, child))))
                .at("/participant/students");
        return students.valueStream()
                .filter(student -> student.at("/district/name").asString().equals(district.title()))
                .findFirst()
                .orElseThrow();
    }

    int stored(String table, String districtStudentId) {
        return number("select count(*) from record." + table + " x"
                + " join record.enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id"
                + " join record.student s on s.district_id = e.district_id and s.id = e.student_id"
                + " where s.district_id = '" + Place.RAINIER_VALLEY.id() + "' and s.district_student_id = '"
                + districtStudentId + "'");
    }

    /** 34 CFR 99.32: what was shown is on record, in its category. */
    private int released(String category) {
        return number("select count(*) from ledger.release where category = '" + category
                + "' and cardinality(released) > 0 and cardinality(enrollments) > 0");
    }

    private int number(String sql) {
        return Integer.parseInt(Worlds.truth(world, sql).get(0));
    }

    private void hold(String districtStudentId) {
        Worlds.change(
                world, """
                insert into document.hold (kind, district_id, district_student_id, cause, note, begins, set_by)
                values ('CLOSE', '%s', '%s', 'OTHER', '%s', transaction_timestamp() - interval '1 day', '%s')
                """.formatted(Place.RAINIER_VALLEY.id(), districtStudentId, note, Person.ROSA.membershipId()));
    }
}
