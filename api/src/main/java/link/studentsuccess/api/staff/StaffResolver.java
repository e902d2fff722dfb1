package link.studentsuccess.api.staff;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.RoleMatrix;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.mail.Mailing;
import link.studentsuccess.api.organization.Organization;
import link.studentsuccess.api.organization.Organizations;
import link.studentsuccess.api.participant.Participant;
import link.studentsuccess.api.participant.Participants;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The people of a place: listed, invited, changed, deactivated. Who may is said by the matrix and the policy. */
@Controller
class StaffResolver {

    private static final int USUAL = 25;

    private final People people;
    private final Organizations organizations;
    private final Districts districts;
    private final Cursors cursors;
    private final Settings settings;

    /** Accounts, and whom their holders look after. */
    @Component
    record People(StaffMembers members, Participants participants) {}

    /** Who may list, and whether a mail is written. */
    @Component
    record Settings(RoleMatrix matrix, Mailing mailing) {}

    /** Which accounts, as the client sends it. */
    record StaffFilter(
            @Nullable String state,
            @Nullable Role role,
            @Nullable String organizationId,
            @Nullable String districtId) {

        StaffMembers.Listing listing() {
            return new StaffMembers.Listing(
                    state,
                    role == null ? null : role.name(),
                    organizationId == null ? null : Id.ORGANIZATION.key(organizationId),
                    districtId == null ? null : Id.DISTRICT.key(districtId));
        }
    }

    /** Whom to invite, as the client sends it. */
    record InviteStaffInput(
            String idempotencyKey,
            String email,
            String givenName,
            String familyName,
            Role role,
            String kind,
            @Nullable List<String> programIds,
            @Nullable List<String> schoolCodes,
            @Nullable List<DataCategory> categories,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends,
            @Nullable String organizationId,
            @Nullable String districtId) {

        StaffMember.Scope scope() {
            return StaffResolver.scope(role, kind, programIds, schoolCodes, categories);
        }
    }

    /** The account as it shall be, as the client sends it. */
    record ChangeStaffInput(
            String id,
            int version,
            Role role,
            String kind,
            @Nullable List<String> programIds,
            @Nullable List<String> schoolCodes,
            @Nullable List<DataCategory> categories,
            @Nullable LocalDate ends,
            @Nullable LocalDate backgroundCheckFrom,
            @Nullable LocalDate backgroundCheckUntil) {

        StaffMember.Scope scope() {
            return StaffResolver.scope(role, kind, programIds, schoolCodes, categories);
        }
    }

    /** Which account, as of which version. */
    record StaffMemberInput(String id, int version) {

        UUID key() {
            return Id.STAFF.key(id);
        }
    }

    record StaffPayload(@Nullable StaffMember staffMember, boolean mailed, List<UserError> errors) {

        static StaffPayload refused(List<UserError> errors) {
            return new StaffPayload(null, false, errors);
        }

        static StaffPayload of(StaffMember member) {
            return new StaffPayload(member, member.invitationMail() != null, List.of());
        }
    }

    StaffResolver(People people, Organizations organizations, Districts districts, Cursors cursors, Settings settings) {
        this.people = people;
        this.organizations = organizations;
        this.districts = districts;
        this.cursors = cursors;
        this.settings = settings;
    }

    @QueryMapping
    Mono<Connection<StaffMember>> staff(
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable StaffFilter filter,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        var listing = (filter == null ? new StaffFilter(null, null, null, null) : filter).listing();
        return who(work, "Query.staff")
                .flatMap(viewer -> people.members()
                        .page(work, listing, cursors.entry("staff " + listing, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows,
                                row -> cursors.cursor("staff " + listing, viewer.membership(), row.key()),
                                size)));
    }

    @QueryMapping
    Mono<Connection<CaseloadToReassign>> caseloadsToReassign(
            @Argument @Nullable Integer first, @Argument @Nullable String after, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        return who(work, "Query.caseloadsToReassign")
                .flatMap(viewer -> people.members()
                        .caseloads(work, cursors.entry("caseloadsToReassign", viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows,
                                row -> cursors.cursor("caseloadsToReassign", viewer.membership(), row.key()),
                                size)));
    }

    /** Nobody whom the matrix refuses: the answer is null, as if there were nothing. */
    private Mono<Entered> who(UnitOfWork work, String operation) {
        return work.entered().filter(viewer -> settings.matrix().allows(viewer.role(), operation));
    }

    @BatchMapping(typeName = "StaffMember")
    Mono<Map<StaffMember, Organization>> organization(List<StaffMember> all, GraphQLContext context) {
        var here = all.stream().filter(m -> m.place().organization() != null).collect(Collectors.toSet());
        var keys = here.stream().map(m -> m.place().organization()).collect(Collectors.toSet());
        return organizations
                .byKey(UnitOfWork.in(context), keys)
                .map(found -> here.stream()
                        .filter(m -> found.containsKey(m.place().organization()))
                        .collect(Collectors.toMap(
                                Function.identity(), m -> found.get(m.place().organization()))));
    }

    @BatchMapping(typeName = "StaffMember")
    Mono<Map<StaffMember, District>> district(List<StaffMember> all, GraphQLContext context) {
        var here = all.stream().filter(m -> m.place().district() != null).collect(Collectors.toSet());
        var keys = here.stream().map(m -> m.place().district()).collect(Collectors.toSet());
        return districts
                .byKey(UnitOfWork.in(context), keys)
                .map(found -> here.stream()
                        .filter(m -> found.containsKey(m.place().district()))
                        .collect(Collectors.toMap(
                                Function.identity(), m -> found.get(m.place().district()))));
    }

    @BatchMapping(typeName = "CaseloadToReassign")
    Mono<Map<CaseloadToReassign, Participant>> participant(List<CaseloadToReassign> all, GraphQLContext context) {
        var here = all.stream().filter(c -> c.participantKey() != null).collect(Collectors.toSet());
        var keys = here.stream().map(CaseloadToReassign::participantKey).collect(Collectors.toSet());
        return people.participants()
                .byKey(UnitOfWork.in(context), keys)
                .map(found -> here.stream()
                        .filter(c -> found.containsKey(c.participantKey()))
                        .collect(Collectors.toMap(Function.identity(), c -> found.get(c.participantKey()))));
    }

    @MutationMapping
    Mono<StaffPayload> inviteStaff(@Argument InviteStaffInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return Mono.zip(work.entered(), work.today()).flatMap(known -> {
            var viewer = known.getT1();
            var key = IdempotencyKey.id(viewer.membership(), "inviteStaff", input.idempotencyKey());
            var begins = input.begins() == null ? known.getT2() : input.begins();
            var mistakes = new Mistakes();
            var person = new StaffMember.Person(
                    mistakes.name("input.givenName", input.givenName()),
                    mistakes.name("input.familyName", input.familyName()),
                    mistakes.email("input.email", input.email()));
            mistakes.begins(begins, known.getT2());
            mistakes.ends(begins, input.ends());
            mistakes.scope(input.scope());
            var place = mistakes.place(viewer, input);
            return unlessMistaken(work, viewer, mistakes, input.scope(), () -> {
                var invitation = new StaffMembers.Invitation(
                        key, person, place, input.scope(), new StaffMember.Dates(begins, input.ends(), null, null));
                return answer(
                        work,
                        key,
                        people.members()
                                .invite(work, invitation, settings.mailing().sends()));
            });
        });
    }

    /** The schools of school staff are the district's own. */
    private Mono<StaffPayload> unlessMistaken(
            UnitOfWork work,
            Entered viewer,
            Mistakes mistakes,
            StaffMember.Scope scope,
            Supplier<Mono<StaffPayload>> change) {
        var unknown = viewer.district() == null || scope.schoolCodes() == null
                ? Mono.just(List.<String>of())
                : districts.unknownSchools(work, viewer.district(), scope.schoolCodes());
        return unknown.doOnNext(mistakes::unknownSchools)
                .flatMap(codes -> mistakes.any() ? Mono.just(StaffPayload.refused(mistakes.all())) : change.get());
    }

    @MutationMapping
    Mono<StaffPayload> changeStaff(@Argument ChangeStaffInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.STAFF.key(input.id());
        var mistakes = new Mistakes();
        mistakes.scope(input.scope());
        mistakes.backgroundCheck(input.backgroundCheckFrom(), input.backgroundCheckUntil());
        var dates =
                new StaffMember.Dates(null, input.ends(), input.backgroundCheckFrom(), input.backgroundCheckUntil());
        return work.entered()
                .flatMap(viewer -> unlessMistaken(
                        work,
                        viewer,
                        mistakes,
                        input.scope(),
                        () -> answer(
                                work, key, people.members().change(work, key, input.version(), input.scope(), dates))));
    }

    @MutationMapping
    Mono<StaffPayload> renewInvitation(@Argument StaffMemberInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return answer(
                work,
                input.key(),
                people.members()
                        .renew(
                                work,
                                input.key(),
                                input.version(),
                                settings.mailing().sends()));
    }

    @MutationMapping
    Mono<StaffPayload> withdrawInvitation(@Argument StaffMemberInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return answer(work, input.key(), people.members().withdraw(work, input.key(), input.version()));
    }

    @MutationMapping
    Mono<StaffPayload> deactivateStaff(@Argument StaffMemberInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return answer(work, input.key(), people.members().deactivate(work, input.key(), input.version()));
    }

    @MutationMapping
    Mono<StaffPayload> reactivateStaff(@Argument StaffMemberInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return answer(work, input.key(), people.members().reactivate(work, input.key(), input.version()));
    }

    private Mono<StaffPayload> answer(UnitOfWork work, UUID key, Mono<Outcome> attempt) {
        return attempt.flatMap(outcome -> outcome == Outcome.DONE
                ? people.members().one(work, key).map(StaffPayload::of)
                : Mono.just(StaffPayload.refused(outcome.errors())));
    }

    private static StaffMember.Scope scope(
            Role role,
            String kind,
            @Nullable List<String> programIds,
            @Nullable List<String> schoolCodes,
            @Nullable List<DataCategory> categories) {
        return new StaffMember.Scope(
                role,
                kind,
                programIds == null
                        ? null
                        : List.copyOf(new HashSet<>(
                                programIds.stream().map(Id.PROGRAM::key).toList())),
                schoolCodes == null
                        ? null
                        : schoolCodes.stream().map(String::strip).distinct().toList(),
                categories == null
                        ? null
                        : categories.stream().map(Enum::name).distinct().toList());
    }
}
