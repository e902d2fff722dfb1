package link.studentsuccess.api.staff;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with one input, gathered so that the client hears of all of it at once. */
final class Mistakes {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_SCHOOLS = 100;

    private final List<UserError> errors = new ArrayList<>();

    boolean any() {
        return !errors.isEmpty();
    }

    List<UserError> all() {
        return List.copyOf(errors);
    }

    String name(String field, String text) {
        var name = text.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.matches(".*\\p{Cntrl}.*")) {
            errors.add(UserError.malformed(field, "Use 1 to " + LONGEST_NAME + " readable characters on one line."));
        }
        return name;
    }

    String email(String field, String text) {
        var email = text.strip();
        // Before small letters are made of it: the Kelvin sign becomes a k, and another mailbox.
        if (email.length() > 254
                || !email.matches("[!-~]+")
                || !email.matches("[^\\s\\p{Cntrl}@<>,;]+@[^\\s\\p{Cntrl}@<>,;]+\\.[^\\s\\p{Cntrl}@<>,;.]+")) {
            errors.add(UserError.malformed(field, "Use an e-mail address, such as name@example.org."));
        }
        return email.toLowerCase(Locale.ROOT);
    }

    void begins(LocalDate begins, LocalDate today) {
        if (begins.isBefore(today) || begins.isAfter(today.plusYears(1))) {
            errors.add(UserError.outOfRange("input.begins", "Use a day from today until a year ahead."));
        }
    }

    void ends(LocalDate begins, @Nullable LocalDate ends) {
        if (ends != null && !ends.isAfter(begins)) {
            errors.add(UserError.outOfRange("input.ends", "Use a day after the first one."));
        }
    }

    void backgroundCheck(@Nullable LocalDate from, @Nullable LocalDate until) {
        if (until != null && (from == null || !until.isAfter(from))) {
            errors.add(UserError.outOfRange(
                    "input.backgroundCheckUntil", "Use a day after the first one on which the check counts."));
        }
    }

    void scope(StaffMember.Scope scope) {
        var programs = scope.programs();
        if (programs != null && (programs.isEmpty() || scope.role() != Role.PROGRAM_MANAGER)) {
            errors.add(UserError.malformed(
                    "input.programIds", "Name programs for a program manager only; leave them out for all."));
        }
        var schools = scope.schoolCodes();
        if ((schools != null) != (scope.role() == Role.SCHOOL_STAFF)) {
            errors.add(
                    UserError.malformed("input.schoolCodes", "Name the schools of school staff, and of nobody else."));
        } else if (schools != null
                && (schools.isEmpty()
                        || schools.size() > MOST_SCHOOLS
                        || !schools.stream().allMatch(code -> code.matches("[^\\p{Cntrl}]{1,50}")))) {
            errors.add(UserError.malformed("input.schoolCodes", "Use 1 to " + MOST_SCHOOLS + " codes of schools."));
        }
        var categories = scope.categories();
        if (categories != null && categories.isEmpty()) {
            errors.add(UserError.malformed(
                    "input.categories", "Name at least one category; leave them out for all that is open otherwise."));
        }
    }

    void unknownSchools(List<String> codes) {
        if (!codes.isEmpty()) {
            errors.add(UserError.notFound(
                    "input.schoolCodes", "The district has no school with one of these codes: use its own codes."));
        }
    }

    /** The viewer's own place; for the operator the one that is named. */
    StaffMember.Place place(Entered viewer, StaffResolver.InviteStaffInput input) {
        var organization = input.organizationId() == null ? null : Id.ORGANIZATION.key(input.organizationId());
        var district = input.districtId() == null ? null : Id.DISTRICT.key(input.districtId());
        if (viewer.role() != Role.OPERATOR) {
            foreign("input.organizationId", organization, viewer.organization());
            foreign("input.districtId", district, viewer.district());
            return new StaffMember.Place(viewer.organization(), viewer.district());
        }
        if ((organization != null) != (input.role() == Role.ADMIN)) {
            errors.add(UserError.malformed(
                    "input.organizationId", "Name the organization of an admin, and of nobody else."));
        }
        if ((district != null) != (input.role() == Role.DISTRICT_STEWARD)) {
            errors.add(UserError.malformed("input.districtId", "Name the district of a steward, and of nobody else."));
        }
        return new StaffMember.Place(organization, district);
    }

    private void foreign(String field, @Nullable UUID named, @Nullable UUID own) {
        if (named != null && !named.equals(own)) {
            errors.add(UserError.notFound(field, "There is no such place for you to invite to: leave it out."));
        }
    }
}
