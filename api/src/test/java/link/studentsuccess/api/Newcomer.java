package link.studentsuccess.api;

import java.util.UUID;
import link.studentsuccess.demo.Place;
import link.studentsuccess.demo.SharedWorld;

/** Somebody who has an account at the sign-in server and is nobody here yet. Each is another person. */
record Newcomer(String subject, String email) {

    static Newcomer unheardOf() {
        var name = UUID.randomUUID().toString();
        return new Newcomer(name, "Newcomer." + name.substring(0, 8) + "@People.example");
    }

    /** Signs in with the e-mail verified. */
    Ask at(Place place) {
        return at(place, true);
    }

    Ask at(Place place, boolean verified) {
        return at(place.host(), verified);
    }

    /** At the address of an organization that was made a moment ago. */
    Ask at(String host) {
        return at(host, true);
    }

    private Ask at(String host, boolean verified) {
        return Ask.with(
                SharedWorld.get()
                        .signIn()
                        .mint(
                                subject,
                                claims -> claims.claim("email", email).claim("email_verified", verified),
                                headers -> {}),
                host);
    }
}
