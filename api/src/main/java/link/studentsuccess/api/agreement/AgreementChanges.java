package link.studentsuccess.api.agreement;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.agreement.AgreementInput.EndAgreementInput;
import link.studentsuccess.api.agreement.AgreementInput.NameStaffInput;
import link.studentsuccess.api.agreement.AgreementInput.SignAgreementInput;
import link.studentsuccess.api.agreement.AgreementInput.WithdrawAgreementInput;
import link.studentsuccess.api.agreement.AgreementWrites.Signing;
import link.studentsuccess.api.agreement.AgreementWrites.Term;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Signing, withdrawing and ending an agreement, and naming staff in it: each side for itself. */
@Controller
class AgreementChanges {

    private static final int LONGEST_NAME = 100;

    private final Agreements agreements;
    private final AgreementWrites writes;

    AgreementChanges(Agreements agreements, AgreementWrites writes) {
        this.agreements = agreements;
        this.writes = writes;
    }

    @MutationMapping
    Mono<AgreementPayload> signAgreement(@Argument SignAgreementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return agreement(work, input.agreementId(), (viewer, agreement) -> {
            var file = input.fileId() == null ? null : Id.FILE.key(input.fileId());
            var errors = new ArrayList<UserError>();
            text(errors, "input.signerName", input.signerName());
            text(errors, "input.signerTitle", input.signerTitle());
            return ownFile(work, file).doOnNext(errors::addAll).then(Mono.defer(() -> {
                if (!errors.isEmpty()) {
                    return AgreementPayload.refused(errors);
                }
                var signing = new Signing(
                        UUID.randomUUID(),
                        side(viewer),
                        input.signerName().strip(),
                        input.signerTitle().strip(),
                        file);
                return sign(work, agreement, input.version(), signing);
            }));
        });
    }

    /** What is signed is what was read: the version is held while the signature is written. */
    private Mono<AgreementPayload> sign(UnitOfWork work, Agreement agreement, int version, Signing signing) {
        var state = agreement.standing().state();
        if (!state.equals("DRAFT") && !state.equals("AWAITING_SIGNATURE")) {
            return AgreementPayload.refused(notNow("It is in force, withdrawn or ended: there is nothing to sign."));
        }
        return work.today()
                .flatMap(today -> isTooLate(agreement, today)
                        ? AgreementPayload.refused(
                                UserError.outOfRange(
                                        "input.agreementId",
                                        "Its first day has passed, and the agreement that it replaces was in force then: withdraw it, and draft it anew from today on."))
                        : signInTime(work, agreement, version, signing));
    }

    /** It would end the former one on a day that has passed. */
    private static boolean isTooLate(Agreement agreement, LocalDate today) {
        var begins = agreement.standing().begins();
        return agreement.standing().replacesKey() != null && begins != null && begins.isBefore(today);
    }

    private Mono<AgreementPayload> signInTime(UnitOfWork work, Agreement agreement, int version, Signing signing) {
        return writes.lock(work, agreement).flatMap(current -> {
            if (current != version) {
                return AgreementPayload.refused(UserError.changedMeanwhile());
            }
            return writes.hasSigned(work, agreement)
                    .flatMap(mine -> mine
                            ? AgreementPayload.refused(
                                    notNow("You have signed it already: each side signs by somebody else."))
                            : signBesideOthers(work, agreement, signing));
        });
    }

    /** Two parties have one agreement on a day. Whoever signs another draft of theirs meanwhile is waited for. */
    private Mono<AgreementPayload> signBesideOthers(UnitOfWork work, Agreement agreement, Signing signing) {
        return writes.unsignable(work, agreement)
                .map(reason -> notNow(
                        switch (reason) {
                            case REPLACED_HAS_ENDED ->
                                "The agreement that it replaces is not in force any more: withdraw it, and draft one that replaces none.";
                            case REPLACED_ALREADY ->
                                "The agreement that it replaces has been replaced: withdraw it, and draft one that replaces the newer one.";
                            case ANOTHER_IN_FORCE ->
                                "Another agreement of the two is in force on some of its days: draft one that replaces that one by replacesId, or begins where it ends.";
                        }))
                .flatMap(error -> AgreementPayload.refused(error))
                .switchIfEmpty(Mono.defer(() -> writes.sign(work, agreement, signing)
                        .flatMap(rows -> rows == 0
                                ? AgreementPayload.refused(notNow("Your side has signed it already."))
                                : now(work, agreement))));
    }

    @MutationMapping
    Mono<AgreementPayload> withdrawAgreement(@Argument WithdrawAgreementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return agreement(work, input.agreementId(), (viewer, agreement) -> {
            var state = agreement.standing().state();
            if (!state.equals("DRAFT") && !state.equals("AWAITING_SIGNATURE")) {
                return AgreementPayload.refused(notNow("It is no draft: end it by endAgreement."));
            }
            if (agreement instanceof DistrictAgreement district
                    && side(viewer).equals("ORGANIZATION")
                    && !district.draftedBy().equals("ORGANIZATION")) {
                return AgreementPayload.refused(
                        UserError.notAllowed("input.agreementId", "It is the district's draft: leave it unsigned."));
            }
            if (agreement instanceof OperatorAgreement && !side(viewer).equals("OPERATOR")) {
                return AgreementPayload.refused(
                        UserError.notAllowed("input.agreementId", "It is the operator's draft: leave it unsigned."));
            }
            return written(work, agreement, writes.withdraw(work, agreement, input.version()));
        });
    }

    @MutationMapping
    Mono<AgreementPayload> endAgreement(@Argument EndAgreementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return agreement(work, input.agreementId(), (viewer, agreement) -> {
            if (agreement instanceof DistrictAgreement && viewer.role() == Role.OPERATOR) {
                return AgreementPayload.refused(UserError.notAllowed(
                        "input.agreementId", "Only its two sides end it; to stop access now, place a hold."));
            }
            var state = agreement.standing().state();
            var runs = state.equals("IN_FORCE") || state.equals("UPCOMING");
            if (!runs) {
                return AgreementPayload.refused(notNow("It is not in force: there is nothing to end."));
            }
            return work.today().flatMap(today -> end(work, agreement, input, today));
        });
    }

    /** Earlier than the other side has said, but not later: an end far ahead keeps nobody from ending it. */
    private Mono<AgreementPayload> end(UnitOfWork work, Agreement agreement, EndAgreementInput input, LocalDate today) {
        if (input.on().isBefore(today)) {
            return AgreementPayload.refused(
                    UserError.outOfRange("input.on", "Use today or a later day: what was, was."));
        }
        var ends = agreement.standing().ends();
        if (ends != null && input.on().isAfter(ends)) {
            return AgreementPayload.refused(
                    UserError.outOfRange("input.on", "It ends on " + ends + ": use that day or an earlier one."));
        }
        return written(work, agreement, writes.end(work, agreement, input.version(), input.on()));
    }

    @MutationMapping
    Mono<AgreementPayload> nameStaff(@Argument NameStaffInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var member = Id.STAFF.key(input.staffId());
        return agreement(work, input.agreementId(), (viewer, agreement) -> {
            if (!(agreement instanceof DistrictAgreement district)) {
                return AgreementPayload.refused(unknown());
            }
            if (!district.terms().requiresNamedStaff()) {
                return AgreementPayload.refused(
                        notNow("It asks for no named staff: whoever may see data under it need not be named."));
            }
            if (input.ends() != null && input.ends().isBefore(input.begins())) {
                return AgreementPayload.refused(
                        UserError.outOfRange("input.ends", "The end comes after the first day."));
            }
            return work.sql("select access.is_member_under(:member, :agreement) as known")
                    .bind("member", member)
                    .bind("agreement", agreement.key())
                    .one(row -> Rows.value(row, "known", Boolean.class))
                    .flatMap(known -> known
                            ? written(
                                    work,
                                    agreement,
                                    writes.name(
                                            work,
                                            agreement.key(),
                                            member,
                                            input.version(),
                                            new Term(input.begins(), input.ends())))
                            : AgreementPayload.refused(UserError.notFound(
                                    "input.staffId", "There is no such member of the organization's staff.")));
        });
    }

    /** A file of one's own that has arrived: another's would become readable for the other side. */
    private static Mono<List<UserError>> ownFile(UnitOfWork work, @Nullable UUID file) {
        return file == null
                ? Mono.just(List.of())
                : work.sql("select 1 as one from document.file f where f.id = :file and f.uploaded_at is not null"
                                + " and f.destroyed_at is null and f.purpose = 'SIGNED_AGREEMENT'")
                        .bind("file", file)
                        .one(row -> List.<UserError>of())
                        .defaultIfEmpty(List.of(
                                UserError.notFound("input.fileId", "There is no such signed document of yours.")));
    }

    private Mono<AgreementPayload> agreement(
            UnitOfWork work, String id, BiFunction<Entered, Agreement, Mono<AgreementPayload>> change) {
        var kind = Id.kindOf(id);
        var key = kind == Id.OPERATOR_AGREEMENT ? kind.key(id) : Id.DISTRICT_AGREEMENT.key(id);
        return work.entered()
                .flatMap(viewer -> agreements.one(work, key).flatMap(found -> change.apply(viewer, found)))
                .switchIfEmpty(AgreementPayload.refused(unknown()));
    }

    private Mono<AgreementPayload> written(UnitOfWork work, Agreement agreement, Mono<Long> change) {
        return change.flatMap(
                rows -> rows == 0 ? AgreementPayload.refused(UserError.changedMeanwhile()) : now(work, agreement));
    }

    private Mono<AgreementPayload> now(UnitOfWork work, Agreement agreement) {
        return agreements.one(work, agreement.key()).map(AgreementPayload::of);
    }

    private static void text(List<UserError> errors, String field, String text) {
        var problem = Typed.trimmed(text) == null
                ? "Say who signed, and as what."
                : Typed.problem(text.strip(), LONGEST_NAME);
        if (problem != null) {
            errors.add(UserError.malformed(field, problem));
        }
    }

    private static String side(Entered viewer) {
        return switch (viewer.role()) {
            case OPERATOR -> "OPERATOR";
            case DISTRICT_STEWARD -> "DISTRICT";
            case ADMIN, PROGRAM_MANAGER, CASE_WORKER, ANALYST, SCHOOL_STAFF -> "ORGANIZATION";
        };
    }

    private static UserError notNow(String sentence) {
        return UserError.conflict("input.agreementId", sentence);
    }

    private static UserError unknown() {
        return UserError.notFound("input.agreementId", "There is no such agreement for you.");
    }
}
