package link.studentsuccess.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Somebody who can sign in at the demo's sign-in server. Who that is here, the database says. */
public sealed interface Account permits Person, Uninvited {

    String name();

    String givenName();

    String familyName();

    /** What the sign-in server has verified; invitations are accepted by it. */
    String email();

    default String username() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the sign-in server calls this person in tokens; opaque, and not the username. */
    default String subject() {
        return Ids.of("subject", name()).toString();
    }

    default String fullName() {
        return givenName() + " " + familyName();
    }

    static List<Account> all() {
        return Stream.<Account>concat(Arrays.stream(Person.values()), Arrays.stream(Uninvited.values()))
                .toList();
    }
}
