package link.studentsuccess.api.participant;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.participant.ParticipantInput.AddParticipantDistrictInput;
import link.studentsuccess.api.participant.ParticipantInput.AddParticipantInput;
import link.studentsuccess.api.participant.ParticipantInput.CorrectDistrictStudentIdInput;
import link.studentsuccess.api.participant.ParticipantInput.CorrectParticipantInput;
import link.studentsuccess.api.participant.ParticipantInput.ParticipantDistrictInput;
import link.studentsuccess.api.participant.ParticipantInput.RemoveParticipantDistrictInput;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Participants as the organization adds and corrects them, and the districts at which it says they are. */
@Controller
class ParticipantChanges {

    private static final int MOST_YEARS_AHEAD = 2;
    private static final int MOST_YEARS_BACK = 20;
    private static final UserError NO_PARTICIPANT =
            UserError.notFound("input.participantId", "There is no such participant for you.");
    private static final UserError POSSIBLE_DUPLICATE = new UserError(
            "input.notADuplicate",
            UserError.Code.POSSIBLE_DUPLICATE,
            "A participant may be this child already: look at it; when it is another child, say notADuplicate.");
    private static final UserError NO_STUDENT =
            UserError.notFound("input.studentId", "There is no such student for you.");

    private final Participants participants;
    private final ParticipantWrites writes;

    /** A participant that was added, or why not: the ids are all that is told of those that are there. */
    record AddParticipantPayload(
            @Nullable Participant participant, List<String> possibleDuplicateIds, List<UserError> errors) {}

    ParticipantChanges(Participants participants, ParticipantWrites writes) {
        this.participants = participants;
        this.writes = writes;
    }

    @MutationMapping
    Mono<AddParticipantPayload> addParticipant(@Argument AddParticipantInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return work.entered().flatMap(viewer -> {
            var key = IdempotencyKey.id(viewer.membership(), "addParticipant", input.idempotencyKey());
            return participants
                    .one(work, key)
                    .map(before -> new AddParticipantPayload(before, List.of(), List.of()))
                    .switchIfEmpty(Mono.defer(() -> checked(work, key, input)));
        });
    }

    private Mono<AddParticipantPayload> checked(UnitOfWork work, UUID key, AddParticipantInput input) {
        return mistakes(work, key, input)
                .flatMap(errors -> errors.isEmpty()
                        ? unlessAlike(work, key, input)
                        : Mono.just(new AddParticipantPayload(null, List.of(), errors)));
    }

    /** One child entered twice would have two consents and two caseloads: whoever adds it looks first. */
    private Mono<AddParticipantPayload> unlessAlike(UnitOfWork work, UUID key, AddParticipantInput input) {
        if (input.notADuplicate()) {
            return added(work, key, input);
        }
        return writes.alike(work, input)
                .flatMap(alike -> alike.isEmpty()
                        ? added(work, key, input)
                        : Mono.just(new AddParticipantPayload(
                                null, alike.stream().map(Id.PARTICIPANT::of).toList(), List.of(POSSIBLE_DUPLICATE))));
    }

    private Mono<AddParticipantPayload> added(UnitOfWork work, UUID key, AddParticipantInput input) {
        return writes.add(work, key, input)
                .then(found(work, key))
                .map(payload -> new AddParticipantPayload(payload.participant(), List.of(), payload.errors()));
    }

    private Mono<List<UserError>> mistakes(UnitOfWork work, UUID key, AddParticipantInput input) {
        var districts = input.districts().stream()
                .map(ParticipantDistrictInput::district)
                .toList();
        return Mono.zip(
                        work.today(),
                        writes.isManaged(work, Id.PROGRAM.key(input.programId())),
                        writes.isTaken(work, input.person().readableExternalId(), key),
                        writes.districts(work, districts))
                .map(known -> {
                    var errors = new ArrayList<>(input.mistakes(known.getT1()));
                    if (!known.getT2()) {
                        errors.add(UserError.notFound("input.programId", "There is no such program that you manage."));
                    }
                    if (known.getT3()) {
                        errors.add(keyTaken());
                    }
                    for (var n = 0; n < districts.size(); n++) {
                        if (!known.getT4().contains(districts.get(n))) {
                            errors.add(UserError.notFound(
                                    "input.districts." + n + ".districtId", "There is no such district."));
                        }
                    }
                    errors.addAll(serviceMistakes(input, known.getT1()));
                    return errors;
                });
    }

    private static List<UserError> serviceMistakes(AddParticipantInput input, LocalDate today) {
        var errors = new ArrayList<UserError>();
        if (input.begins().isBefore(today.minusYears(MOST_YEARS_BACK))
                || input.begins().isAfter(today.plusYears(MOST_YEARS_AHEAD))) {
            errors.add(UserError.outOfRange(
                    "input.begins",
                    "Use a day of the last " + MOST_YEARS_BACK + " or the next " + MOST_YEARS_AHEAD + " years."));
        }
        if (input.birthDate() != null && input.begins().isBefore(input.birthDate())) {
            errors.add(UserError.outOfRange("input.begins", "Service begins on the day of birth at the earliest."));
        }
        if (input.ends() != null && !input.ends().isAfter(input.begins())) {
            errors.add(UserError.outOfRange("input.ends", "Service ends after the day on which it begins."));
        }
        return errors;
    }

    private static UserError keyTaken() {
        return UserError.conflict(
                "input.externalId", "Another participant has this key already: use each key for one child.");
    }

    @MutationMapping
    Mono<ParticipantPayload> correctParticipant(@Argument CorrectParticipantInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.PARTICIPANT.key(input.participantId());
        return Mono.zip(
                        participants.one(work, key).hasElement(),
                        work.today(),
                        writes.isTaken(work, input.person().readableExternalId(), key))
                .flatMap(known -> {
                    var errors = input.person().mistakes(known.getT2());
                    if (!known.getT1()) {
                        errors.add(0, NO_PARTICIPANT);
                    } else if (known.getT3()) {
                        errors.add(keyTaken());
                    }
                    return errors.isEmpty()
                            ? writes.correct(work, key, input.version(), input.person())
                                    .flatMap(changed -> changed(work, key, changed))
                            : Mono.just(ParticipantPayload.refused(errors));
                });
    }

    @MutationMapping
    Mono<ParticipantPayload> addParticipantDistrict(
            @Argument AddParticipantDistrictInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.PARTICIPANT.key(input.participantId());
        var district = new ParticipantDistrictInput(input.districtId(), input.districtStudentId());
        return Mono.zip(participants.one(work, key).hasElement(), writes.districts(work, List.of(district.district())))
                .flatMap(known -> {
                    var errors = new ArrayList<>(
                            ParticipantInput.numberMistakes("input.districtStudentId", input.districtStudentId()));
                    if (!known.getT1()) {
                        errors.add(NO_PARTICIPANT);
                    }
                    if (known.getT2().isEmpty()) {
                        errors.add(UserError.notFound("input.districtId", "There is no such district."));
                    }
                    return errors.isEmpty()
                            ? writes.addDistricts(work, key, List.of(district)).then(districtAdded(work, key, district))
                            : Mono.just(ParticipantPayload.refused(errors));
                });
    }

    /** A district is there once: adding it again with the same ID is harmless, with another one it is a correction. */
    private Mono<ParticipantPayload> districtAdded(UnitOfWork work, UUID key, ParticipantDistrictInput district) {
        return writes.number(work, key, district.district())
                .flatMap(number -> number.equals(district.number())
                        ? found(work, key)
                        : Mono.just(ParticipantPayload.refused(List.of(UserError.conflict(
                                "input.districtId",
                                "The participant has this district already: correct its district student ID.")))));
    }

    @MutationMapping
    Mono<ParticipantPayload> correctDistrictStudentId(
            @Argument CorrectDistrictStudentIdInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.STUDENT.key(input.studentId());
        var errors =
                new ArrayList<>(ParticipantInput.numberMistakes("input.districtStudentId", input.districtStudentId()));
        return writes.student(work, key)
                .flatMap(entry -> {
                    if (entry.onHold()) {
                        errors.add(onHold("input.studentId"));
                    }
                    return errors.isEmpty()
                            ? writes.correctNumber(work, key, input.version(), Typed.trimmed(input.districtStudentId()))
                                    .flatMap(changed -> changed(work, entry.participant(), changed))
                            : Mono.just(ParticipantPayload.refused(errors));
                })
                .switchIfEmpty(Mono.fromSupplier(() -> {
                    errors.add(0, NO_STUDENT);
                    return ParticipantPayload.refused(errors);
                }));
    }

    @MutationMapping
    Mono<ParticipantPayload> removeParticipantDistrict(
            @Argument RemoveParticipantDistrictInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.STUDENT.key(input.studentId());
        return writes.student(work, key)
                .flatMap(entry -> writes.remove(work, key, input.version()).flatMap(outcome -> switch (outcome) {
                    case "DONE" -> found(work, entry.participant());
                    case "CHANGED_MEANWHILE" -> refused(UserError.changedMeanwhile());
                    case "ON_HOLD" -> refused(onHold("input.studentId"));
                    default -> refused(NO_STUDENT);
                }))
                .switchIfEmpty(refused(NO_STUDENT));
    }

    static UserError onHold(String field) {
        return UserError.notAllowed(
                field, "A hold is in force: by which district student IDs the child is known stays until it ends.");
    }

    private static Mono<ParticipantPayload> refused(UserError error) {
        return Mono.just(ParticipantPayload.refused(List.of(error)));
    }

    private Mono<ParticipantPayload> changed(UnitOfWork work, UUID key, long rows) {
        return rows == 0 ? refused(UserError.changedMeanwhile()) : found(work, key);
    }

    /** Read again after the change: the fields below it are decided anew. A manager of programs may know it only later. */
    private Mono<ParticipantPayload> found(UnitOfWork work, UUID key) {
        return participants
                .one(work, key)
                .map(ParticipantPayload::of)
                .defaultIfEmpty(new ParticipantPayload(null, List.of()));
    }
}
