package link.studentsuccess.demo;

import static link.studentsuccess.demo.Place.BRIDGEWAY;
import static link.studentsuccess.demo.Place.CEDAR_PATH;
import static link.studentsuccess.demo.Place.HARBOR_LIGHTS;
import static link.studentsuccess.demo.Place.OPERATOR;
import static link.studentsuccess.demo.Place.PUGET_RIDGE;
import static link.studentsuccess.demo.Place.RAINIER_VALLEY;
import static link.studentsuccess.demo.Place.SOUND_REACH;

import java.util.List;
import java.util.UUID;

/** The people who sign in to the demo. None of them exists. */
public enum Person implements Account {
    MARIA("Maria", "Delgado", "CASE_WORKER", SOUND_REACH),
    TOM("Tom", "Whitaker", "CASE_WORKER", SOUND_REACH),
    KIM("Kim", "Tran", "CASE_WORKER", SOUND_REACH),
    DANA("Dana", "Okonkwo", "PROGRAM_MANAGER", SOUND_REACH),
    PAT("Pat", "Lindgren", "PROGRAM_MANAGER", SOUND_REACH),
    ALEX("Alex", "Moreau", "ADMIN", SOUND_REACH),
    INES("Ines", "Carvalho", "ANALYST", SOUND_REACH),
    GONE("Gordon", "Pryce", "CASE_WORKER", SOUND_REACH),
    LEE("Lee", "Sandoval", "CASE_WORKER", SOUND_REACH),
    VAL("Val", "Okoye", "CASE_WORKER", SOUND_REACH),
    BEA("Bea", "Rosario", "CASE_WORKER", HARBOR_LIGHTS),
    HAL("Hal", "Nyström", "PROGRAM_MANAGER", HARBOR_LIGHTS),
    JUNE("June", "Abara", "ADMIN", HARBOR_LIGHTS),
    OTTO("Otto", "Keller", "ANALYST", HARBOR_LIGHTS),
    NILS("Nils", "Aaltonen", "CASE_WORKER", CEDAR_PATH),
    WES("Wes", "Calloway", "CASE_WORKER", BRIDGEWAY),
    STEPH("Steph", "Yamada", "DISTRICT_STEWARD", PUGET_RIDGE),
    CORA("Cora", "Lindholm", "SCHOOL_STAFF", PUGET_RIDGE),
    ROSA("Rosa", "Iturbe", "DISTRICT_STEWARD", RAINIER_VALLEY),
    OLLIE("Ollie", "Bergstrom", "OPERATOR", OPERATOR);

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

    public UUID staffId() {
        return Ids.of("staff", name());
    }

    public UUID membershipId() {
        return Ids.of("membership", name());
    }

    @Override
    public String givenName() {
        return givenName;
    }

    @Override
    public String familyName() {
        return familyName;
    }

    @Override
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

    /** The categories the work needs, where the organization has limited them; Lee only tutors. */
    List<String> categories() {
        return this == LEE ? List.of("GRADES") : List.of();
    }

    /** The schools of school staff, by code. */
    List<String> schoolCodes() {
        return this == CORA ? List.of("3101") : List.of();
    }

    /** Whether the person has accepted the current confidentiality statement. */
    boolean accepted() {
        return this != VAL;
    }

    /** Whether the membership is in force; one has ended. */
    public boolean active() {
        return this != GONE;
    }
}
