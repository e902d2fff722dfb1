package link.studentsuccess.demo;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.SampleStudent;

/**
 * A child as an organization of the demo wrote it down. The key is the name of the case it plays, or FURTHER_n for the
 * others; ids follow from it.
 */
record DemoParticipant(Place organization, String key, String givenName, String familyName, Typed typed) {

    /** What the organization typed from the papers it was given. */
    record Typed(Place district, String districtStudentId, LocalDate birthDate) {}

    static DemoParticipant of(Place organization, Child child, SampleStudent student) {
        // The twins' papers were mixed up: Ana was typed with her sister's number.
        var number = child == Child.ANA ? Child.EVA.districtStudentId() : student.districtStudentId();
        return new DemoParticipant(
                organization,
                child.name(),
                plain(child, student.givenName()),
                plain(child, student.familyName()),
                new Typed(Place.PUGET_RIDGE, number, student.birthDate()));
    }

    static DemoParticipant further(int n, SampleStudent student) {
        return new DemoParticipant(
                Place.SOUND_REACH,
                "FURTHER_" + n,
                student.givenName(),
                student.familyName(),
                new Typed(Place.PUGET_RIDGE, student.districtStudentId(), student.birthDate()));
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

    UUID studentId() {
        return Ids.of("student", organization.name(), key);
    }

    UUID consentId() {
        return Ids.of("consent", organization.name(), key);
    }
}
