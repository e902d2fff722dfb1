package link.studentsuccess.api.staff;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A person's account in one organization, in one district or at the operator. */
record StaffMember(UUID key, Person person, Place place, Scope scope, Dates dates, Standing standing) {

    /** Who it is. */
    record Person(String givenName, String familyName, String email) {}

    /** Where the role is held; neither at the operator. */
    record Place(@Nullable UUID organization, @Nullable UUID district) {}

    /** What the person may do there. */
    record Scope(
            Role role,
            String kind,
            @Nullable List<UUID> programs,
            @Nullable List<String> schoolCodes,
            @Nullable List<String> categories) {}

    /** From when until when the account counts, and a background check. */
    record Dates(
            @Nullable LocalDate begins,
            @Nullable LocalDate ends,
            @Nullable LocalDate checkedFrom,
            @Nullable LocalDate checkedUntil) {}

    /** Where the account stands. */
    record Standing(
            String state,
            @Nullable OffsetDateTime lastUsedAt,
            @Nullable OffsetDateTime invitedUntil,
            @Nullable String mail,
            boolean changeable,
            int version) {}

    public String id() {
        return Id.STAFF.of(key);
    }

    public String givenName() {
        return person.givenName();
    }

    public String familyName() {
        return person.familyName();
    }

    public String email() {
        return person.email();
    }

    public Role role() {
        return scope.role();
    }

    public String kind() {
        return scope.kind();
    }

    public @Nullable List<String> programIds() {
        var programs = scope.programs();
        return programs == null ? null : programs.stream().map(Id.PROGRAM::of).toList();
    }

    public @Nullable List<String> schoolCodes() {
        return scope.schoolCodes();
    }

    public @Nullable List<String> categories() {
        return scope.categories();
    }

    public @Nullable LocalDate begins() {
        return dates.begins();
    }

    public @Nullable LocalDate ends() {
        return dates.ends();
    }

    public @Nullable LocalDate backgroundCheckFrom() {
        return dates.checkedFrom();
    }

    public @Nullable LocalDate backgroundCheckUntil() {
        return dates.checkedUntil();
    }

    public String state() {
        return standing.state();
    }

    public @Nullable OffsetDateTime lastUsedAt() {
        return standing.lastUsedAt();
    }

    public @Nullable OffsetDateTime invitedUntil() {
        return standing.invitedUntil();
    }

    public @Nullable String invitationMail() {
        return standing.mail();
    }

    public boolean changeable() {
        return standing.changeable();
    }

    public int version() {
        return standing.version();
    }
}
