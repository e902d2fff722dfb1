package link.studentsuccess.api.queries;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.jspecify.annotations.Nullable;

/** Who asks: with which token at which address, and the membership that counts there. */
record Viewer(
        String name,
        String host,
        @Nullable Membership membership,
        @Nullable Set<String> tokenCategories,
        Function<DemoWorld, String> token) {

    /** Where the viewer belongs, and in which role; a service account has the membership of its owner. */
    record Membership(UUID id, Place place, String role, boolean byServiceAccount) {

        boolean ofOrganization() {
            return !Set.of("DISTRICT_STEWARD", "SCHOOL_STAFF", "OPERATOR").contains(role);
        }
    }

    static Viewer at(Person person, Place place, String scope) {
        var here = person.place() == place && person.active();
        return new Viewer(
                person.name() + " at " + place + " with " + scope,
                place.host(),
                here ? new Membership(person.membershipId(), place, person.role(), false) : null,
                categories(scope),
                world -> world.signIn().token(person, scope));
    }

    static Viewer serviceAccount(String client, Person owner) {
        return new Viewer(
                "service account of " + owner,
                owner.place().host(),
                new Membership(owner.membershipId(), owner.place(), "CASE_WORKER", true),
                null,
                world -> world.signIn().mint(client, claims -> claims.claim("client_id", client), headers -> {}));
    }

    static Viewer nobodyAt(Place place) {
        return new Viewer("nobody at " + place, place.host(), null, Set.of(), world -> "");
    }

    /** What the token is for; null: everything. */
    private static @Nullable Set<String> categories(String scope) {
        var scopes = Set.of(scope.split(" "));
        return scopes.contains("student-data")
                ? null
                : scopes.stream()
                        .filter(one -> one.startsWith("student-data:"))
                        .map(one -> one.substring("student-data:".length()).toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet());
    }

    /** Every person at their own address, some elsewhere, some with narrow tokens, a service account, and nobody. */
    static Stream<Viewer> all(String serviceAccount) {
        var home = Stream.of(Person.values()).map(person -> at(person, person.place(), "student-data"));
        var others = Stream.of(
                at(Person.DANA, Place.HARBOR_LIGHTS, "student-data"),
                at(Person.ALEX, Place.PUGET_RIDGE, "student-data"),
                at(Person.STEPH, Place.SOUND_REACH, "student-data"),
                at(Person.OLLIE, Place.SOUND_REACH, "student-data"),
                at(Person.MARIA, Place.SOUND_REACH, "student-data:attendance"),
                at(Person.DANA, Place.SOUND_REACH, "student-data:grades student-data:enrollment"),
                at(Person.ALEX, Place.SOUND_REACH, "openid"),
                at(Person.STEPH, Place.PUGET_RIDGE, "student-data:attendance"),
                serviceAccount(serviceAccount, Person.MARIA),
                nobodyAt(Place.SOUND_REACH));
        return Stream.concat(home, others);
    }
}
