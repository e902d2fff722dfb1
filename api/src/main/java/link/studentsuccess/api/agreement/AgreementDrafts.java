package link.studentsuccess.api.agreement;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.agreement.AgreementInput.ChangeDistrictAgreementInput;
import link.studentsuccess.api.agreement.AgreementInput.ChangeOperatorAgreementInput;
import link.studentsuccess.api.agreement.AgreementInput.DraftDistrictAgreementInput;
import link.studentsuccess.api.agreement.AgreementInput.DraftOperatorAgreementInput;
import link.studentsuccess.api.agreement.AgreementWrites.Parties;
import link.studentsuccess.api.agreement.AgreementWrites.Term;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.organization.Organizations;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Drafting an agreement, and changing the draft until somebody has signed it. */
@Controller
class AgreementDrafts {

    private static final String DISTRICT = "DISTRICT";
    private static final String ORGANIZATION = "ORGANIZATION";
    private static final int FARTHEST_YEARS = 10;

    private final Agreements agreements;
    private final AgreementWrites writes;
    private final Organizations organizations;
    private final Districts districts;

    AgreementDrafts(Agreements agreements, AgreementWrites writes, Organizations organizations, Districts districts) {
        this.agreements = agreements;
        this.writes = writes;
        this.organizations = organizations;
        this.districts = districts;
    }

    @MutationMapping
    Mono<AgreementPayload> draftOperatorAgreement(@Argument DraftOperatorAgreementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var organization = Id.ORGANIZATION.key(input.organizationId());
        var replaces = input.replacesId() == null ? null : Id.OPERATOR_AGREEMENT.key(input.replacesId());
        var errors = new ArrayList<UserError>(days("input.ends", input.begins(), input.ends()));
        return known(work, organization)
                .doOnNext(known -> errors.addAll(known))
                .then(formerOrganization(work, replaces, organization))
                .doOnNext(former -> errors.addAll(former))
                .then(backdated(work, "input.begins", replaces, input.begins()))
                .doOnNext(backdated -> errors.addAll(backdated))
                .then(work.entered())
                .flatMap(viewer -> {
                    if (!errors.isEmpty()) {
                        return AgreementPayload.refused(errors);
                    }
                    var key = IdempotencyKey.id(viewer.membership(), "draftOperatorAgreement", input.idempotencyKey());
                    return writes.draft(work, key, organization, new Term(input.begins(), input.ends()), replaces)
                            .then(agreements.one(work, key))
                            .map(AgreementPayload::of);
                });
    }

    @MutationMapping
    Mono<AgreementPayload> changeOperatorAgreement(
            @Argument ChangeOperatorAgreementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.OPERATOR_AGREEMENT.key(input.agreementId());
        var errors = days("input.ends", input.begins(), input.ends());
        if (!errors.isEmpty()) {
            return AgreementPayload.refused(errors);
        }
        return agreements
                .one(work, key)
                .flatMap(draft -> isDraft(draft) ? change(work, draft, input) : AgreementPayload.refused(signed()))
                .switchIfEmpty(AgreementPayload.refused(unknown()));
    }

    private Mono<AgreementPayload> change(UnitOfWork work, Agreement draft, ChangeOperatorAgreementInput input) {
        var term = new Term(input.begins(), input.ends());
        return backdated(work, "input.begins", draft.standing().replacesKey(), input.begins())
                .flatMap(errors -> errors.isEmpty()
                        ? changed(work, draft.key(), writes.change(work, draft.key(), input.version(), term))
                        : AgreementPayload.refused(errors));
    }

    @MutationMapping
    Mono<AgreementPayload> draftDistrictAgreement(@Argument DraftDistrictAgreementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return work.entered().flatMap(viewer -> {
            var replaces = input.replacesId() == null ? null : Id.DISTRICT_AGREEMENT.key(input.replacesId());
            var parties = new Parties(
                    Id.ORGANIZATION.key(input.organizationId()),
                    Id.DISTRICT.key(input.districtId()),
                    side(viewer),
                    replaces);
            return errors(work, viewer, parties, input.terms()).flatMap(errors -> {
                if (!errors.isEmpty()) {
                    return AgreementPayload.refused(errors);
                }
                var key = IdempotencyKey.id(viewer.membership(), "draftDistrictAgreement", input.idempotencyKey());
                return writes.draft(work, key, parties, input.terms())
                        .then(agreements.one(work, key))
                        .map(AgreementPayload::of);
            });
        });
    }

    @MutationMapping
    Mono<AgreementPayload> changeDistrictAgreement(
            @Argument ChangeDistrictAgreementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.DISTRICT_AGREEMENT.key(input.agreementId());
        return work.entered()
                .flatMap(viewer ->
                        agreements.districtAgreement(work, key).flatMap(draft -> change(work, viewer, draft, input)))
                .switchIfEmpty(AgreementPayload.refused(unknown()));
    }

    private Mono<AgreementPayload> change(
            UnitOfWork work, Entered viewer, DistrictAgreement draft, ChangeDistrictAgreementInput input) {
        if (!isDraft(draft)) {
            return AgreementPayload.refused(signed());
        }
        var side = side(viewer);
        if (side.equals(ORGANIZATION) && !draft.draftedBy().equals(ORGANIZATION)) {
            return AgreementPayload.refused(
                    UserError.notAllowed("input.agreementId", "It is the district's draft: ask its steward."));
        }
        var errors = new ArrayList<>(basis(side, input.terms()));
        errors.addAll(input.terms().errors());
        return backdated(
                        work,
                        "input.terms.begins",
                        draft.standing().replacesKey(),
                        input.terms().begins())
                .doOnNext(errors::addAll)
                .then(noSchools(work, draft.districtKey(), input.terms()))
                .doOnNext(errors::addAll)
                .flatMap(checked -> errors.isEmpty()
                        ? changed(
                                work,
                                draft.key(),
                                writes.change(work, draft.key(), input.version(), side, input.terms()))
                        : AgreementPayload.refused(errors));
    }

    private Mono<AgreementPayload> changed(UnitOfWork work, UUID key, Mono<Long> change) {
        return change.flatMap(rows -> rows == 0
                ? AgreementPayload.refused(UserError.changedMeanwhile())
                : agreements.one(work, key).map(AgreementPayload::of));
    }

    private Mono<List<UserError>> errors(UnitOfWork work, Entered viewer, Parties parties, DistrictTerms terms) {
        var errors = new ArrayList<>(basis(parties.side(), terms));
        errors.addAll(terms.errors());
        if (parties.side().equals(DISTRICT) && !parties.district().equals(viewer.district())) {
            errors.add(UserError.notFound("input.districtId", "Draft for your own district."));
        }
        if (parties.side().equals(ORGANIZATION) && !parties.organization().equals(viewer.organization())) {
            errors.add(UserError.notFound("input.organizationId", "Draft for your own organization."));
            return Mono.just(errors);
        }
        return known(work, parties.organization())
                .doOnNext(errors::addAll)
                .then(districts.byKey(work, List.of(parties.district())))
                .doOnNext(found -> {
                    if (found.isEmpty()) {
                        errors.add(UserError.notFound("input.districtId", "There is no such district."));
                    }
                })
                .then(formerParties(work, parties))
                .doOnNext(errors::addAll)
                .then(backdated(work, "input.terms.begins", parties.replaces(), terms.begins()))
                .doOnNext(errors::addAll)
                .then(noSchools(work, parties.district(), terms))
                .doOnNext(errors::addAll)
                .thenReturn(errors);
    }

    private Mono<List<UserError>> known(UnitOfWork work, UUID organization) {
        return organizations
                .one(work, organization)
                .map(found -> found.closedAt() == null
                        ? List.<UserError>of()
                        : List.of(UserError.conflict("input.organizationId", "The organization is closed.")))
                .defaultIfEmpty(
                        List.of(UserError.notFound("input.organizationId", "There is no such organization for you.")));
    }

    private Mono<List<UserError>> formerOrganization(UnitOfWork work, @Nullable UUID replaces, UUID organization) {
        return replaces == null
                ? Mono.just(List.of())
                : agreements
                        .operatorAgreement(work, replaces)
                        .filter(former -> former.organizationKey().equals(organization))
                        .map(former -> List.<UserError>of())
                        .defaultIfEmpty(List.of(noFormer()));
    }

    private Mono<List<UserError>> formerParties(UnitOfWork work, Parties parties) {
        var replaces = parties.replaces();
        return replaces == null
                ? Mono.just(List.of())
                : agreements
                        .districtAgreement(work, replaces)
                        .filter(former -> former.organizationKey().equals(parties.organization())
                                && former.districtKey().equals(parties.district()))
                        .map(former -> List.<UserError>of())
                        .defaultIfEmpty(List.of(noFormer()));
    }

    /** An amendment ends the former agreement where it begins: not in the past, for what was, was. */
    private Mono<List<UserError>> backdated(
            UnitOfWork work, String field, @Nullable UUID replaces, @Nullable LocalDate begins) {
        return begins == null
                ? Mono.just(List.of())
                : work.today().map(today -> {
                    if (replaces != null && begins.isBefore(today)) {
                        return List.of(UserError.outOfRange(
                                field,
                                "Use today or a later day: the agreement that it replaces was in force until then."));
                    }
                    return begins.isBefore(today.minusYears(FARTHEST_YEARS))
                            ? List.of(UserError.outOfRange(
                                    field, "Use a day within the last " + FARTHEST_YEARS + " years, or later."))
                            : List.of();
                });
    }

    /** Each code that no school of the district has, once it is known which there are. */
    private Mono<List<UserError>> noSchools(UnitOfWork work, UUID district, DistrictTerms terms) {
        var codes = terms.schoolCodes();
        return codes == null
                ? Mono.just(List.of())
                : districts
                        .unknownSchools(work, district, codes)
                        .map(unknown -> unknown.stream()
                                .map(code -> UserError.notFound(
                                        "input.terms.schoolCodes." + codes.indexOf(code),
                                        "The district has no school with this code."))
                                .toList());
    }

    private static UserError noFormer() {
        return UserError.notFound("input.replacesId", "There is no such agreement between these two.");
    }

    private static List<UserError> basis(String side, DistrictTerms terms) {
        return side.equals(DISTRICT) || terms.basis().equals("WRITTEN_CONSENT")
                ? List.of()
                : List.of(UserError.notAllowed(
                        "input.terms.basis", "Only the district may designate a school official: ask its steward."));
    }

    private static List<UserError> days(String field, LocalDate begins, @Nullable LocalDate ends) {
        return ends == null || ends.isAfter(begins)
                ? List.of()
                : List.of(UserError.outOfRange(field, "The end comes after the first day."));
    }

    private static String side(Entered viewer) {
        return viewer.role() == Role.DISTRICT_STEWARD ? DISTRICT : ORGANIZATION;
    }

    private static boolean isDraft(Agreement agreement) {
        return Objects.equals(agreement.standing().state(), "DRAFT");
    }

    private static UserError signed() {
        return UserError.conflict(
                "input.agreementId", "It is signed, withdrawn or ended: draft an amendment with replacesId.");
    }

    private static UserError unknown() {
        return UserError.notFound("input.agreementId", "There is no such agreement for you.");
    }
}
