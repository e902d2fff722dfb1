package link.studentsuccess.sampledistrict;

import java.util.Arrays;

/** The five schools, with the grades they teach and how many of a hundred students go there. */
enum Campus {
    RAINIER_RIDGE("3101", "Rainier Ridge High School", 9, 12, 31),
    CEDAR_HARBOR("3102", "Cedar Harbor High School", 9, 12, 24),
    TIDEWATER("2101", "Tidewater Middle School", 6, 8, 18),
    LARCH_MEADOW("2102", "Larch Meadow Middle School", 6, 8, 15),
    ALDER_CREEK("1101", "Alder Creek K-8 School", 0, 8, 12);

    @SuppressWarnings("ImmutableEnumChecker") // A record of strings is immutable, though no annotation says so.
    private final SampleSchool school;

    private final int lowest;
    private final int highest;
    private final int share;

    Campus(String code, String name, int lowest, int highest, int share) {
        this.school = new SampleSchool("org-" + code, code, name);
        this.lowest = lowest;
        this.highest = highest;
        this.share = share;
    }

    static Campus drawn(int outOfHundred) {
        var left = outOfHundred;
        for (var campus : values()) {
            left -= campus.share;
            if (left < 0) {
                return campus;
            }
        }
        return ALDER_CREEK;
    }

    static Campus of(SampleSchool school) {
        return Arrays.stream(values())
                .filter(campus -> campus.school.equals(school))
                .findFirst()
                .orElseThrow();
    }

    static Campus of(String sourcedId) {
        return Arrays.stream(values())
                .filter(campus -> campus.school.sourcedId().equals(sourcedId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The district has no school " + sourcedId + "."));
    }

    SampleSchool school() {
        return school;
    }

    int lowest() {
        return lowest;
    }

    int highest() {
        return highest;
    }
}
