package link.studentsuccess.api.training;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.training.Trainings.Completed;
import link.studentsuccess.api.training.Trainings.Known;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Recording and withdrawing trainings. */
@Controller
class TrainingResolver {

    private static final int LONGEST_DAYS = 366;
    private static final int LONGEST_TITLE = 200;

    private final Trainings trainings;

    /** What to record, as the client sends it. */
    record RecordTrainingInput(
            String idempotencyKey, String staffId, String title, LocalDate completedOn, LocalDate validUntil) {}

    /** What to withdraw, as the client sends it. */
    record WithdrawTrainingInput(String trainingId, int version) {}

    record TrainingPayload(@Nullable TrainingRecord training, List<UserError> errors) {

        static TrainingPayload refused(UserError error) {
            return new TrainingPayload(null, List.of(error));
        }
    }

    TrainingResolver(Trainings trainings) {
        this.trainings = trainings;
    }

    @QueryMapping
    Flux<TrainingRecord> trainings(@Argument @Nullable String staffId, GraphQLContext context) {
        return trainings.ofStaff(UnitOfWork.in(context), staffId == null ? null : Id.STAFF.key(staffId));
    }

    @MutationMapping
    Mono<TrainingPayload> recordTraining(@Argument RecordTrainingInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var staff = Id.STAFF.key(input.staffId());
        return work.entered()
                .map(entered -> IdempotencyKey.id(entered.membership(), "recordTraining", input.idempotencyKey()))
                .map(key -> new Completed(key, staff, input.title().strip(), input.completedOn(), input.validUntil()))
                .flatMap(completed -> trainings.known(work, staff).flatMap(known -> {
                    var errors = mistakes(known, completed);
                    return errors.isEmpty()
                            ? trainings.record(work, completed).map(made -> new TrainingPayload(made, List.of()))
                            : Mono.just(new TrainingPayload(null, errors));
                }));
    }

    private static List<UserError> mistakes(Known known, Completed completed) {
        var errors = new ArrayList<UserError>();
        if (known.person() == null) {
            errors.add(UserError.notFound("input.staffId", "There is no such member of staff at your place."));
        }
        if (known.me()) {
            errors.add(UserError.notAllowed("input.staffId", "Nobody records their own training: ask a colleague."));
        }
        if (completed.title().isEmpty()
                || completed.title().length() > LONGEST_TITLE
                || completed.title().chars().anyMatch(Character::isISOControl)) {
            errors.add(UserError.malformed(
                    "input.title", "Say what was completed in 1 to " + LONGEST_TITLE + " readable characters."));
        }
        if (completed.on().isAfter(known.today())
                || completed.on().isBefore(known.today().minusDays(LONGEST_DAYS))) {
            errors.add(UserError.outOfRange(
                    "input.completedOn", "Use a day from " + LONGEST_DAYS + " days ago until today."));
        }
        if (!completed.until().isAfter(completed.on())
                || completed.until().isAfter(completed.on().plusDays(LONGEST_DAYS))) {
            errors.add(UserError.outOfRange(
                    "input.validUntil", "Use a day after the completion, at most " + LONGEST_DAYS + " days later."));
        }
        return errors;
    }

    @MutationMapping
    Mono<TrainingPayload> withdrawTraining(@Argument WithdrawTrainingInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return trainings
                .one(work, Id.TRAINING.key(input.trainingId()))
                .flatMap(training -> training.mine()
                        ? Mono.just(TrainingPayload.refused(UserError.notAllowed(
                                "input.trainingId", "Nobody changes their own trainings: ask a colleague.")))
                        : withdrawn(work, training, input.version()))
                .defaultIfEmpty(TrainingPayload.refused(
                        UserError.notFound("input.trainingId", "There is no such training for you.")));
    }

    private Mono<TrainingPayload> withdrawn(UnitOfWork work, TrainingRecord training, int version) {
        return trainings
                .withdraw(work, training.key(), version)
                .flatMap(rows -> rows == 0
                        ? Mono.just(TrainingPayload.refused(UserError.changedMeanwhile()))
                        : trainings.one(work, training.key()).map(now -> new TrainingPayload(now, List.of())));
    }
}
