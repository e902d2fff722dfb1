package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.Test;

/** An organization as the operator makes it. */
class OrganizationTests {

    @Test
    void anOrganizationHasAnAddressOfItsOwn() {
        assertThat(refusal(Place.SOUND_REACH.host())).isEqualTo("CONFLICT");
        assertThat(refusal("Copy.example:80")).isEqualTo("MALFORMED");
    }

    private static String refusal(String host) {
        return Ask.as(Person.OLLIE)
                .data(
                        "mutation { createOrganization(input: { idempotencyKey: \"%s\", name: \"Copy\", host: \"%s\" }) { organization { id } errors { field code message } } }"
                                .formatted(UUID.randomUUID(), host))
                .at("/createOrganization/errors/0/code")
                .asString("");
    }
}
