package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A participant destroyed by the organization, and what stays. */
class ParticipantDestructionTests extends ParticipantStories {

    @Test
    @DisplayName("case 20: entered by mistake; destroyed with a record, documents remain")
    void destroyed() {
        var added = change(june, "addParticipant", child("Wrong", "Child"));
        consent(key(added));
        var input = Map.<String, Object>of(
                "participantId",
                added.at("/participant/id").asString(),
                "version",
                1,
                "reason",
                "Entered twice by mistake");
        // Looking is recorded: a facet that was withheld is in the ledger, by the student's id.
        var student = added.at("/participant/students/0/id").asString();
        reason(june, student);
        var looks = "select count(*) from ledger.release where withheld @> array['" + Id.keyOf(student) + "']::uuid[]";
        var before = Worlds.truth(world, looks);
        assertThat(before).isNotEqualTo(List.of("0"));

        assertThat(Ask.as(Person.HAL)
                        .answer(
                                "mutation D($input: DestroyParticipantInput!) { destroyParticipant(input: $input) { errors { code } } }",
                                Map.of("input", input))
                        .at("/errors/0/extensions/classification")
                        .asString())
                .isEqualTo("FORBIDDEN");
        var destroyed = change(
                june,
                "destroyParticipant",
                input,
                "destruction { reason ground districtId rows { what category count } } errors { code }");

        assertThat(destroyed.get("errors")).isEmpty();
        assertThat(destroyed.get("destruction").toString())
                .isEqualTo(
                        "{\"reason\":\"Entered twice by mistake\",\"ground\":\"ENTERED_BY_MISTAKE\",\"districtId\":null,"
                                + "\"rows\":[{\"what\":\"participant\",\"category\":null,\"count\":1},"
                                + "{\"what\":\"program_enrollment\",\"category\":null,\"count\":1},"
                                + "{\"what\":\"student\",\"category\":null,\"count\":1}]}");
        assertThat(Worlds.truth(
                        world,
                        "select given_name || family_name || coalesce(birth_date::text, '') || (select count(*) from roster.student s"
                                + " where s.participant_id = p.id) || (select count(*) from document.consent c where c.participant_id"
                                + " = p.id) from roster.participant p where id = '" + key(added) + "'"))
                .containsExactly("01");
        assertThat(Worlds.truth(world, looks)).as("disclosures remain").isEqualTo(before);
        assertThat(june.data("{ participant(id: \""
                                + added.at("/participant/id").asString() + "\") { id } }")
                        .get("participant")
                        .isNull())
                .isTrue();
        // Who did what when is kept, and which row it was; nothing of the child.
        assertThat(Worlds.truth(world, """
                        select c.subject || ' ' || string_agg(distinct x, ' ' order by x)
                        from audit.change c
                        cross join lateral jsonb_object_keys(c.before || c.after) x
                        where c.subject like 'roster.%%'
                          and '%s' in (c.subject_id::text, c.before ->> 'participant_id', c.after ->> 'participant_id')
                        group by c.subject
                        order by c.subject
                        """.formatted(key(added))))
                .containsExactly(
                        "roster.participant destroyed_at merged_into organization_id",
                        "roster.program_enrollment organization_id participant_id",
                        "roster.student organization_id participant_id");
    }
}
