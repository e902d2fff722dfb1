package link.studentsuccess.api.staff;

import java.util.List;
import link.studentsuccess.api.graphql.UserError;

/** What the policy's functions answer: done, or why nothing was. */
enum Outcome {
    DONE,
    NOT_FOUND,
    YOURSELF,
    NOT_YOURS_TO_GIVE,
    CHANGED_MEANWHILE,
    NO_SUCH_PLACE,
    NO_SUCH_PROGRAM,
    ALREADY_HERE,
    ENDS_TOO_EARLY,
    LAST_ADMIN,
    LAST_STEWARD,
    LAST_OPERATOR,
    NOT_INVITED,
    NOT_ACTIVE,
    NOT_DEACTIVATED;

    List<UserError> errors() {
        return this == DONE ? List.of() : List.of(error());
    }

    private UserError error() {
        return switch (this) {
            case DONE -> throw new IllegalStateException("What was done is no error");
            case NOT_FOUND -> UserError.notFound("input.id", "There is no such account for you.");
            case YOURSELF ->
                UserError.notAllowed(
                        "input",
                        "Nobody changes an account of their own: ask somebody else who administers this place.");
            case NOT_YOURS_TO_GIVE ->
                UserError.notAllowed("input.role", "This role is not yours to give, take or change at this place.");
            case CHANGED_MEANWHILE -> UserError.changedMeanwhile();
            case NO_SUCH_PLACE ->
                UserError.notFound("input", "There is no such organization or district for you to invite to.");
            case NO_SUCH_PROGRAM -> UserError.notFound("input.programIds", "A program is not one of the organization.");
            case ALREADY_HERE ->
                UserError.conflict(
                        "input.email",
                        "The person of this e-mail has an account or an open invitation here: change, renew or reactivate that.");
            case ENDS_TOO_EARLY ->
                UserError.outOfRange(
                        "input.ends", "Use a day after the first one: to close it at once, deactivate it.");
            case LAST_ADMIN ->
                UserError.conflict("input", "It is the organization's last active admin: invite another one before.");
            case LAST_STEWARD ->
                UserError.conflict("input", "It is the district's last active steward: invite another one before.");
            case LAST_OPERATOR ->
                UserError.conflict(
                        "input", "It is the last active account of the operator: invite another one before.");
            case NOT_INVITED ->
                UserError.conflict("input.id", "There is no open invitation: it was accepted or withdrawn.");
            case NOT_ACTIVE -> UserError.conflict("input.id", "The account is not active.");
            case NOT_DEACTIVATED ->
                UserError.conflict(
                        "input.id", "The account is not deactivated: to lengthen one that ended, change its last day.");
        };
    }
}
