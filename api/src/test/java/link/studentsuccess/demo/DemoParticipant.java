package link.studentsuccess.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.SampleStudent;

/**
 * A child as an organization of the demo wrote it down. The key is the name of the case it plays, or FURTHER_n for the
 * others; ids follow from it.
 */
record DemoParticipant(
        Place organization, String key, String givenName, String familyName, LocalDate birthDate, List<Typed> typed) {

    /** What the organization typed from the papers it was given. */
    record Typed(Place district, String districtStudentId) {}

    static DemoParticipant of(Place organization, Child child, SampleStudent student) {
        // The twins' papers were mixed up: Ana was typed with her sister's number.
        var number = child == Child.ANA ? Child.EVA.districtStudentId() : student.districtStudentId();
        return new DemoParticipant(
                organization,
                child.name(),
                plain(child, student.givenName()),
                plain(child, student.familyName()),
                student.birthDate(),
                List.of(new Typed(Place.PUGET_RIDGE, number)));
    }

    static DemoParticipant of(Place organization, String key, Place district, SampleStudent student) {
        return new DemoParticipant(
                organization,
                key,
                student.givenName(),
                student.familyName(),
                student.birthDate(),
                List.of(new Typed(district, student.districtStudentId())));
    }

    /** The same child, also known at another district. */
    DemoParticipant alsoAt(Place district, String districtStudentId) {
        return new DemoParticipant(
                organization,
                key,
                givenName,
                familyName,
                birthDate,
                List.of(typed.get(0), new Typed(district, districtStudentId)));
    }

    /** Two names as an English keyboard writes them: a match must not depend on accents. */
    private static String plain(Child child, String name) {
        if (child != Child.MATEO && child != Child.ZOE) {
            return name;
        }
        return name.replace('í', 'i').replace('ó', 'o').replace('ë', 'e');
    }

    UUID id() {
        return Ids.of("participant", organization.name(), key);
    }

    UUID studentId(Typed at) {
        return Ids.of("student", organization.name(), keyAt(at));
    }

    UUID consentId(String kind, Typed at) {
        var of = kind.equals("GENERAL") ? "consent" : kind.toLowerCase(Locale.ROOT) + "-consent";
        return Ids.of(of, organization.name(), keyAt(at));
    }

    private String keyAt(Typed at) {
        return at.equals(typed.get(0)) ? key : key + "@" + at.district().name();
    }
}
