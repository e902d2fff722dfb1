package link.studentsuccess.api.access;

import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A participant's record at one district, with the decisions about it. Only {@link Students} makes one. */
public final class Student {

    private final UUID key;
    private final UUID participant;
    private final UUID district;
    private final @Nullable String districtStudentId;
    private final int version;
    private final Map<DataCategory, Decision> decisions;

    Student(
            UUID key,
            UUID participant,
            UUID district,
            @Nullable String districtStudentId,
            int version,
            Map<DataCategory, Decision> decisions) {
        this.key = key;
        this.participant = participant;
        this.district = district;
        this.districtStudentId = districtStudentId;
        this.version = version;
        this.decisions = Map.copyOf(decisions);
    }

    public String getId() {
        return Id.STUDENT.of(key);
    }

    public @Nullable String getDistrictStudentId() {
        return districtStudentId;
    }

    public int getVersion() {
        return version;
    }

    UUID participant() {
        return participant;
    }

    public UUID district() {
        return district;
    }

    /** What was decided; absent means denied. */
    public Decision decision(DataCategory category) {
        return decisions.getOrDefault(category, Decision.denied(category));
    }

    Student with(Map<DataCategory, Decision> decided) {
        return new Student(key, participant, district, districtStudentId, version, decided);
    }

    public UUID key() {
        return key;
    }
}
