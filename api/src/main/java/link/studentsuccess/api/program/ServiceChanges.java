package link.studentsuccess.api.program;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.participant.Participant;
import link.studentsuccess.api.participant.ParticipantPayload;
import link.studentsuccess.api.participant.Participants;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Service: who takes part in which program, from when until when. */
@Controller
class ServiceChanges {

    private static final int MOST_YEARS_AHEAD = 2;
    private static final int MOST_YEARS_BACK = 20;
    private static final UserError NO_ENROLLMENT =
            UserError.notFound("input.programEnrollmentId", "There is no such program enrollment that you manage.");

    private final Service service;
    private final Participants participants;

    record EnrollInProgramInput(
            String idempotencyKey,
            String participantId,
            String programId,
            LocalDate begins,
            @Nullable LocalDate ends) {}

    record EndProgramEnrollmentInput(String programEnrollmentId, int version, LocalDate ends) {}

    record CorrectProgramEnrollmentInput(
            String programEnrollmentId,
            int version,
            LocalDate begins,
            @Nullable LocalDate ends) {}

    ServiceChanges(Service service, Participants participants) {
        this.service = service;
        this.participants = participants;
    }

    @MutationMapping
    Mono<ParticipantPayload> enrollInProgram(@Argument EnrollInProgramInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var child = Id.PARTICIPANT.key(input.participantId());
        return work.entered().flatMap(viewer -> {
            var key = IdempotencyKey.id(viewer.membership(), "enrollInProgram", input.idempotencyKey());
            var enrollment = new Service.Enrollment(key, child, Id.PROGRAM.key(input.programId()));
            return service.one(work, key)
                    .flatMap(before -> found(work, before.participant()))
                    .switchIfEmpty(Mono.defer(
                            () -> enrolled(work, enrollment, new Service.Days(input.begins(), input.ends()))));
        });
    }

    private Mono<ParticipantPayload> enrolled(UnitOfWork work, Service.Enrollment enrollment, Service.Days days) {
        return Mono.zip(
                        participants
                                .one(work, enrollment.participant())
                                .map(Optional::of)
                                .defaultIfEmpty(Optional.empty()),
                        service.isManaged(work, enrollment.program()),
                        work.today())
                .flatMap(known -> {
                    var errors = new ArrayList<UserError>();
                    if (known.getT1().isEmpty()) {
                        errors.add(UserError.notFound("input.participantId", "There is no such participant for you."));
                    }
                    if (!known.getT2()) {
                        errors.add(UserError.notFound("input.programId", "There is no such program that you manage."));
                    }
                    errors.addAll(mistakes(
                            days, known.getT1().map(Participant::birthDate).orElse(null), known.getT3()));
                    return errors.isEmpty()
                            ? unlessOverlapping(work, enrollment, days)
                            : Mono.just(ParticipantPayload.refused(errors));
                });
    }

    /** Asked last: days that contradict themselves overlap nothing, and who does not manage the program learns nothing of it. */
    private Mono<ParticipantPayload> unlessOverlapping(
            UnitOfWork work, Service.Enrollment enrollment, Service.Days days) {
        return service.overlaps(work, enrollment, days)
                .flatMap(overlaps -> overlaps
                        ? refused(overlap())
                        : service.enroll(work, enrollment, days).then(found(work, enrollment.participant())));
    }

    private static List<UserError> mistakes(Service.Days days, @Nullable LocalDate born, LocalDate today) {
        var errors = new ArrayList<UserError>();
        if (born != null && days.begins().isBefore(born)) {
            errors.add(UserError.outOfRange("input.begins", "Service begins on the day of birth at the earliest."));
        }
        if (days.begins().isBefore(today.minusYears(MOST_YEARS_BACK))
                || days.begins().isAfter(today.plusYears(MOST_YEARS_AHEAD))) {
            errors.add(UserError.outOfRange(
                    "input.begins",
                    "Use a day of the last " + MOST_YEARS_BACK + " or the next " + MOST_YEARS_AHEAD + " years."));
        }
        if (days.ends() != null && !days.ends().isAfter(days.begins())) {
            errors.add(UserError.outOfRange("input.ends", "Service ends after the day on which it begins."));
        }
        return errors;
    }

    private static UserError overlap() {
        return UserError.conflict(
                "input.begins",
                "The participant is enrolled in this program on some of these days already: correct that enrollment.");
    }

    @MutationMapping
    Mono<ParticipantPayload> endProgramEnrollment(@Argument EndProgramEnrollmentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return service.one(work, Id.PROGRAM_ENROLLMENT.key(input.programEnrollmentId()))
                .flatMap(enrollment -> service.begins(work, enrollment.key())
                        .flatMap(begins -> input.ends().isBefore(begins)
                                ? refused(UserError.outOfRange(
                                        "input.ends",
                                        "Use a day from " + begins
                                                + " on; that day itself says that the service never began."))
                                : changed(work, enrollment, input.version(), new Service.Days(begins, input.ends()))))
                .switchIfEmpty(refused(NO_ENROLLMENT));
    }

    @MutationMapping
    Mono<ParticipantPayload> correctProgramEnrollment(
            @Argument CorrectProgramEnrollmentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var days = new Service.Days(input.begins(), input.ends());
        return service.one(work, Id.PROGRAM_ENROLLMENT.key(input.programEnrollmentId()))
                .flatMap(enrollment -> Mono.zip(participants.one(work, enrollment.participant()), work.today())
                        .flatMap(known -> {
                            var errors = mistakes(days, known.getT1().birthDate(), known.getT2());
                            return errors.isEmpty()
                                    ? changed(work, enrollment, input.version(), days)
                                    : Mono.just(ParticipantPayload.refused(errors));
                        }))
                .switchIfEmpty(refused(NO_ENROLLMENT));
    }

    private Mono<ParticipantPayload> changed(
            UnitOfWork work, Service.Enrollment enrollment, int version, Service.Days days) {
        return service.overlaps(work, enrollment, days)
                .flatMap(overlaps -> overlaps
                        ? refused(overlap())
                        : service.change(work, enrollment.key(), version, days)
                                .flatMap(rows -> rows == 0
                                        ? refused(UserError.changedMeanwhile())
                                        : found(work, enrollment.participant())));
    }

    private static Mono<ParticipantPayload> refused(UserError error) {
        return Mono.just(ParticipantPayload.refused(List.of(error)));
    }

    private Mono<ParticipantPayload> found(UnitOfWork work, UUID participant) {
        return participants
                .one(work, participant)
                .map(ParticipantPayload::of)
                .defaultIfEmpty(new ParticipantPayload(null, List.of()));
    }
}
