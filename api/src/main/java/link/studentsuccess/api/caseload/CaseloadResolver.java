package link.studentsuccess.api.caseload;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.caseload.CaseloadAssignment.What;
import link.studentsuccess.api.caseload.Caseloads.Known;
import link.studentsuccess.api.caseload.Caseloads.Wanted;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Text;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Assigning caseloads, covering a colleague's, and ending both. */
@Controller
class CaseloadResolver {

    private static final int LONGEST_COVER = 366;

    private final Caseloads caseloads;

    /** What to assign, as the client sends it. */
    record AssignCaseloadInput(
            String idempotencyKey,
            String staffId,
            @Nullable String participantId,
            @Nullable String programId,
            @Nullable String site,
            LocalDate begins,
            @Nullable LocalDate ends) {

        What what() {
            return new What(
                    participantId == null ? null : Id.PARTICIPANT.key(participantId),
                    programId == null ? null : Id.PROGRAM.key(programId),
                    Text.of("input.site", site),
                    null);
        }
    }

    /** Who covers whom, as the client sends it. */
    record CoverCaseloadInput(
            String idempotencyKey, String staffId, String forStaffId, LocalDate begins, LocalDate ends) {}

    /** What to end, as the client sends it. */
    record EndCaseloadAssignmentInput(
            String assignmentId, int version, @Nullable LocalDate ends) {}

    /** The assignment as it stands, or why nothing was changed. */
    record CaseloadPayload(@Nullable CaseloadAssignment assignment, List<UserError> errors) {

        static CaseloadPayload refused(UserError... errors) {
            return new CaseloadPayload(null, List.of(errors));
        }
    }

    CaseloadResolver(Caseloads caseloads) {
        this.caseloads = caseloads;
    }

    @QueryMapping
    Flux<CaseloadAssignment> caseloadAssignments(@Argument String staffId, GraphQLContext context) {
        return caseloads.ofStaff(UnitOfWork.in(context), Id.STAFF.key(staffId));
    }

    @MutationMapping
    Mono<CaseloadPayload> assignCaseload(@Argument AssignCaseloadInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var what = input.what();
        var staff = Id.STAFF.key(input.staffId());
        return caseloads.known(work, staff, what).flatMap(known -> {
            var errors = assigning(known, what);
            checkStaff(errors, "input.staffId", known.staff());
            checkDays(errors, known.today(), input.begins(), input.ends());
            return made(
                    work,
                    "assignCaseload",
                    input.idempotencyKey(),
                    errors,
                    key -> new Wanted(key, staff, what, input.begins(), input.ends()));
        });
    }

    private static List<UserError> assigning(Known known, What what) {
        var errors = new ArrayList<UserError>();
        var named = Stream.of(what.participant(), what.program(), what.site())
                .filter(Objects::nonNull)
                .count();
        if (named != 1) {
            errors.add(UserError.malformed(
                    "input", "Name exactly one: a participant, a program or a site. Assign each one separately."));
        } else if (!known.whatIsKnown()) {
            errors.add(UserError.notFound(field(what), "There is no such participant, program or site for you."));
        }
        return errors;
    }

    @MutationMapping
    Mono<CaseloadPayload> coverCaseload(@Argument CoverCaseloadInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var staff = Id.STAFF.key(input.staffId());
        var what = new What(null, null, null, Id.STAFF.key(input.forStaffId()));
        return caseloads.known(work, staff, what).flatMap(known -> {
            var errors = new ArrayList<UserError>();
            checkStaff(errors, "input.staffId", known.staff());
            if (known.covered() == null) {
                errors.add(UserError.notFound("input.forStaffId", "There is no such colleague in your organization."));
            } else if (input.staffId().equals(input.forStaffId())) {
                errors.add(UserError.conflict("input.forStaffId", "Nobody covers for themselves: name a colleague."));
            }
            if (!known.wholeOrganization()) {
                errors.add(UserError.notAllowed(
                        "input.forStaffId",
                        "A caseload may go beyond your programs: ask somebody who manages the whole organization."));
            }
            checkDays(errors, known.today(), input.begins(), input.ends());
            if (input.ends().isAfter(input.begins().plusDays(LONGEST_COVER))) {
                errors.add(UserError.outOfRange("input.ends", "Cover for at most " + LONGEST_COVER + " days."));
            }
            return made(
                    work,
                    "coverCaseload",
                    input.idempotencyKey(),
                    errors,
                    key -> new Wanted(key, staff, what, input.begins(), input.ends()));
        });
    }

    private Mono<CaseloadPayload> made(
            UnitOfWork work,
            String mutation,
            String idempotencyKey,
            List<UserError> errors,
            Function<UUID, Wanted> wanted) {
        return work.entered()
                .map(entered -> IdempotencyKey.id(entered.membership(), mutation, idempotencyKey))
                .flatMap(key -> errors.isEmpty()
                        ? onceADay(work, wanted.apply(key))
                        : Mono.just(new CaseloadPayload(null, errors)));
    }

    /** Of two that say the same, ending one would leave open what somebody meant to close. */
    private Mono<CaseloadPayload> onceADay(UnitOfWork work, Wanted wanted) {
        return caseloads
                .isAssigned(work, wanted)
                .flatMap(assigned -> assigned
                        ? Mono.just(
                                CaseloadPayload.refused(
                                        UserError.conflict(
                                                field(wanted.what()),
                                                "It is assigned to this member of staff on some of these days already: end that assignment, or choose other days.")))
                        : caseloads.make(work, wanted).map(made -> new CaseloadPayload(made, List.of())));
    }

    private static String field(What what) {
        if (what.coverFor() != null) {
            return "input.forStaffId";
        }
        return what.participant() != null
                ? "input.participantId"
                : what.program() != null ? "input.programId" : "input.site";
    }

    private static void checkStaff(List<UserError> errors, String field, @Nullable String staff) {
        if (staff == null) {
            errors.add(UserError.notFound(field, "There is no such member of staff in your organization."));
        } else if (staff.equals("SELF")) {
            errors.add(UserError.notAllowed(field, "Nobody changes their own caseload: ask a colleague."));
        } else if (!staff.equals("CASE_WORKER")) {
            errors.add(UserError.conflict(
                    field, "Caseloads are for case workers who are active, invited or still to come: choose one."));
        }
    }

    private static void checkDays(List<UserError> errors, LocalDate today, LocalDate begins, @Nullable LocalDate ends) {
        if (begins.isBefore(today)) {
            errors.add(UserError.outOfRange("input.begins", "Begin today or later."));
        }
        if (ends != null && !ends.isAfter(begins)) {
            errors.add(UserError.outOfRange("input.ends", "End after the first day."));
        }
    }

    @MutationMapping
    Mono<CaseloadPayload> endCaseloadAssignment(@Argument EndCaseloadAssignmentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return caseloads
                .one(work, Id.CASELOAD_ASSIGNMENT.key(input.assignmentId()))
                .flatMap(assignment -> caseloads
                        .known(work, assignment.staffKey(), assignment.what())
                        .flatMap(known -> ended(work, assignment, known, input)))
                .defaultIfEmpty(CaseloadPayload.refused(
                        UserError.notFound("input.assignmentId", "There is no such assignment for you.")));
    }

    private Mono<CaseloadPayload> ended(
            UnitOfWork work, CaseloadAssignment assignment, Known known, EndCaseloadAssignmentInput input) {
        var ends = input.ends() == null ? known.today() : input.ends();
        if ("SELF".equals(known.staff())) {
            return Mono.just(CaseloadPayload.refused(
                    UserError.notAllowed("input.assignmentId", "Nobody changes their own caseload: ask a colleague.")));
        }
        if (ends.isBefore(known.today()) || (assignment.ends() != null && ends.isAfter(assignment.ends()))) {
            return Mono.just(CaseloadPayload.refused(UserError.outOfRange(
                    "input.ends", "Use a day from today on, and not after the end it has: a later one is a new one.")));
        }
        return caseloads
                .end(work, assignment.key(), input.version(), ends)
                .flatMap(rows -> rows == 0
                        ? Mono.just(CaseloadPayload.refused(UserError.changedMeanwhile()))
                        : caseloads.one(work, assignment.key()).map(now -> new CaseloadPayload(now, List.of())));
    }
}
