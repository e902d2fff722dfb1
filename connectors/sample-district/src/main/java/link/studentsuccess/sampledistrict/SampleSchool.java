package link.studentsuccess.sampledistrict;

/** One school of the district; {@code code} is what attendance files and OneRoster's org identifier carry. */
public record SampleSchool(String sourcedId, String code, String name) {}
