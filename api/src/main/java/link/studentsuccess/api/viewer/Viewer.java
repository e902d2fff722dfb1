package link.studentsuccess.api.viewer;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import org.jspecify.annotations.Nullable;

/** The signed-in person at this address. */
public record Viewer(
        String givenName,
        String familyName,
        Role role,
        @Nullable UUID organizationKey,
        @Nullable UUID districtKey,
        @Nullable LocalDate trainingUntil) {}
