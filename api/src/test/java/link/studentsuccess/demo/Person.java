package link.studentsuccess.demo;

import static link.studentsuccess.demo.Place.HARBOR_LIGHTS;
import static link.studentsuccess.demo.Place.OPERATOR;
import static link.studentsuccess.demo.Place.PUGET_RIDGE;
import static link.studentsuccess.demo.Place.SOUND_REACH;

import java.util.Locale;
import java.util.UUID;

/** The people who sign in to the demo. None of them exists. */
public enum Person {
    MARIA("Maria", "Delgado", "CASE_WORKER", SOUND_REACH),
    TOM("Tom", "Whitaker", "CASE_WORKER", SOUND_REACH),
    KIM("Kim", "Tran", "CASE_WORKER", SOUND_REACH),
    DANA("Dana", "Okonkwo", "PROGRAM_MANAGER", SOUND_REACH),
    PAT("Pat", "Lindgren", "PROGRAM_MANAGER", SOUND_REACH),
    ALEX("Alex", "Moreau", "ADMIN", SOUND_REACH),
    INES("Ines", "Carvalho", "ANALYST", SOUND_REACH),
    GONE("Gordon", "Pryce", "CASE_WORKER", SOUND_REACH),
    STEPH("Steph", "Yamada", "DISTRICT_STEWARD", PUGET_RIDGE),
    OLLIE("Ollie", "Bergstrom", "OPERATOR", OPERATOR),
    BEA("Bea", "Rosario", "CASE_WORKER", HARBOR_LIGHTS);

    private final String givenName;
    private final String familyName;
    private final String role;
    private final Place place;

    Person(String givenName, String familyName, String role, Place place) {
        this.givenName = givenName;
        this.familyName = familyName;
        this.role = role;
        this.place = place;
    }

    public String username() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the sign-in server calls this person in tokens; opaque, and not the username. */
    public String subject() {
        return Ids.of("subject", name()).toString();
    }

    public UUID staffId() {
        return Ids.of("staff", name());
    }

    public UUID membershipId() {
        return Ids.of("membership", name());
    }

    public String givenName() {
        return givenName;
    }

    public String familyName() {
        return familyName;
    }

    public String fullName() {
        return givenName + " " + familyName;
    }

    public String email() {
        return username() + "@" + place.host().replace("localhost", "example");
    }

    public String role() {
        return role;
    }

    public Place place() {
        return place;
    }

    /** Whether the person has a training that counts today. */
    public boolean trained() {
        return this != TOM;
    }

    /** Whether the membership is in force; one has ended. */
    public boolean active() {
        return this != GONE;
    }
}
