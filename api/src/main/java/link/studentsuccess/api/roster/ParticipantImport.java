package link.studentsuccess.api.roster;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A file of participants, and what came of it. */
record ParticipantImport(
        UUID key,
        String state,
        OffsetDateTime askedAt,
        @Nullable OffsetDateTime endedAt,
        @Nullable String problem,
        int accepted,
        int unchanged,
        int refused) {

    public String id() {
        return Id.PARTICIPANT_IMPORT.of(key);
    }

    static @Nullable String sentence(@Nullable String problem, List<String> columns) {
        if (problem == null) {
            return null;
        }
        var sentence = ImportFile.FileProblem.valueOf(problem).sentence();
        return columns.isEmpty() ? sentence : sentence + " Add: " + String.join(", ", columns) + ".";
    }
}
