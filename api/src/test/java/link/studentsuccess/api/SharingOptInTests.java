package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An organization chooses with whom a program of its own is shared. */
class SharingOptInTests {

    private final DemoWorld world = Worlds.pulled();
    private final Ask june = Ask.as(Person.JUNE);

    @Test
    @DisplayName("case 16: an opt-in by mutation, and a program that is never shared")
    void choosesWithWhomParticipationIsShared() {
        var program = june.data(
                        "mutation { createProgram(input: { idempotencyKey: \"%1$s\", name: \"Chess %1$s\", kind: OTHER, sharing: NEVER }) { program { id name version } errors { field code message } } }"
                                .formatted(UUID.randomUUID()))
                .at("/createProgram/program");
        var never = optIn(program);
        assertThat(code(never)).isEqualTo("CONFLICT");

        var changed = june.data(
                "mutation { changeProgram(input: { programId: \"%s\", version: %d, name: %s, kind: OTHER, sharing: ALLOWED }) { program { version } errors { code } } }"
                        .formatted(id(program), program.get("version").asInt(), program.get("name")));
        assertThat(changed.at("/changeProgram/program/version").asInt()).isEqualTo(2);
        var chosen = optIn(program).get("optIn");
        assertThat(chosen.get("withdrawnAt").isNull()).isTrue();
        assertThat(code(optIn(program))).as("shared so already").isEqualTo("CONFLICT");

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

    private JsonNode optIn(JsonNode program) {
        return june.data(
                        "mutation { optInToSharing(input: { idempotencyKey: \"%s\", programId: \"%s\", audience: WITH_PARTNERS }) { optIn { id version withdrawnAt } errors { field code message } } }"
                                .formatted(UUID.randomUUID(), id(program)))
                .get("optInToSharing");
    }

    private static String id(JsonNode thing) {
        return thing.get("id").asString();
    }

    private static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString("");
    }
}
