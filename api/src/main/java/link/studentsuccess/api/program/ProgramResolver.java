package link.studentsuccess.api.program;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.agreement.OperatorAgreement;
import link.studentsuccess.api.graphql.ByArguments;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.organization.Organization;
import link.studentsuccess.api.participant.Participant;
import link.studentsuccess.api.participant.Participants;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Programs, who takes part and when, and recording presence. */
@Controller
class ProgramResolver {

    private static final int USUAL = 20;
    private static final int DAYS_BACK = 366;
    private static final int MINUTES_OF_A_DAY = 1440;

    private final Programs programs;
    private final Participants participants;

    /** One participant's presences under one argument: two aliases with two arguments are two answers. */
    record AttendanceKey(UUID participant, int first) {}

    /** What to record, as the client sends it. */
    record RecordProgramAttendanceInput(String participantId, String programId, LocalDate date, int minutes) {}

    record RecordProgramAttendancePayload(
            @Nullable ProgramAttendance programAttendance,
            @Nullable Participant participant,
            List<UserError> errors) {}

    ProgramResolver(Programs programs, Participants participants, BatchLoaderRegistry loaders) {
        this.programs = programs;
        this.participants = participants;
        loaders.<AttendanceKey, List<ProgramAttendance>>forName("programAttendance")
                .registerMappedBatchLoader((keys, env) -> attendance(keys, UnitOfWork.in(env)));
    }

    @SchemaMapping(typeName = "Organization")
    Mono<List<Program>> programs(Organization organization, GraphQLContext context) {
        return programs.ofOrganization(UnitOfWork.in(context), organization.key());
    }

    @BatchMapping(typeName = "OperatorAgreement")
    Mono<Map<OperatorAgreement, List<SharingOptIn>>> sharing(List<OperatorAgreement> all, GraphQLContext context) {
        var keys = all.stream().map(OperatorAgreement::key).toList();
        return programs.sharing(UnitOfWork.in(context), keys)
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(a -> a, a -> found.getOrDefault(a.key(), List.of()))));
    }

    @BatchMapping(typeName = "Participant")
    Mono<Map<Participant, List<ProgramEnrollment>>> programEnrollments(List<Participant> all, GraphQLContext context) {
        var keys = all.stream().map(Participant::key).toList();
        return programs.enrollments(UnitOfWork.in(context), keys)
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(p -> p, p -> found.getOrDefault(p.key(), List.of()))));
    }

    @SchemaMapping(typeName = "Participant")
    CompletableFuture<List<ProgramAttendance>> programAttendance(
            Participant participant,
            @Argument @Nullable Integer first,
            DataLoader<AttendanceKey, List<ProgramAttendance>> programAttendance) {
        return programAttendance.load(new AttendanceKey(participant.key(), Page.size(first, USUAL)));
    }

    private Mono<Map<AttendanceKey, List<ProgramAttendance>>> attendance(Set<AttendanceKey> keys, UnitOfWork work) {
        return ByArguments.load(
                keys,
                AttendanceKey::first,
                (group, first) -> programs.attendance(
                                work,
                                group.stream().map(AttendanceKey::participant).toList(),
                                first)
                        .map(found -> group.stream()
                                .collect(Collectors.toMap(
                                        key -> key, key -> found.getOrDefault(key.participant(), List.of())))));
    }

    @MutationMapping
    Mono<RecordProgramAttendancePayload> recordProgramAttendance(
            @Argument RecordProgramAttendanceInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var presence = new Programs.Presence(
                Id.PARTICIPANT.key(input.participantId()),
                Id.PROGRAM.key(input.programId()),
                input.date(),
                input.minutes());
        return mistakes(work, presence)
                .flatMap(errors -> errors.isEmpty()
                        ? recorded(work, presence)
                        : Mono.just(new RecordProgramAttendancePayload(null, null, errors)));
    }

    private Mono<RecordProgramAttendancePayload> recorded(UnitOfWork work, Programs.Presence presence) {
        return programs.record(work, UUID.randomUUID(), presence)
                .zipWith(participants.one(work, presence.participant()))
                .map(both -> new RecordProgramAttendancePayload(both.getT1(), both.getT2(), List.of()));
    }

    private Mono<List<UserError>> mistakes(UnitOfWork work, Programs.Presence presence) {
        var participantKnown = participants.one(work, presence.participant()).hasElement();
        var programKnown = programs.one(work, presence.program()).hasElement();
        var today = work.today();
        var served = programs.isServed(work, presence);
        return Mono.zip(participantKnown, programKnown, today, served).map(known -> {
            var errors = new ArrayList<UserError>();
            if (!known.getT1()) {
                errors.add(UserError.notFound("input.participantId", "There is no such participant for you."));
            }
            if (!known.getT2()) {
                errors.add(UserError.notFound("input.programId", "There is no such program in your organization."));
            }
            if (presence.date().isAfter(known.getT3())
                    || presence.date().isBefore(known.getT3().minusDays(DAYS_BACK))) {
                errors.add(
                        UserError.outOfRange("input.date", "Use a day from " + DAYS_BACK + " days ago until today."));
            }
            if (known.getT1() && known.getT2() && !known.getT4()) {
                errors.add(UserError.conflict(
                        "input.programId",
                        "The participant is not enrolled in this program on that day: enroll first."));
            }
            if (presence.minutes() < 0 || presence.minutes() > MINUTES_OF_A_DAY) {
                errors.add(UserError.outOfRange("input.minutes", "Use 0 to " + MINUTES_OF_A_DAY + " minutes."));
            }
            return errors;
        });
    }
}
