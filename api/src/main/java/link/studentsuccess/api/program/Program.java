package link.studentsuccess.api.program;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A program that an organization runs. */
record Program(
        UUID key,
        String name,
        String kind,
        String sharing,
        @Nullable String site,
        int version) {

    public String id() {
        return Id.PROGRAM.of(key);
    }
}
