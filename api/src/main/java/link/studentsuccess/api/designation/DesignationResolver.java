package link.studentsuccess.api.designation;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.designation.DesignationResult.Refusal;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.Text;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Putting students on the roster of a school official, and taking them off. */
@Controller
class DesignationResolver {

    private static final int USUAL = 25;
    private static final int LONGEST_LIST = 1000;
    private static final int LONGEST_NUMBER = 50;
    private static final int FARTHEST_YEARS = 10;

    private final Designations designations;
    private final Cursors cursors;

    record DesignateStudentsInput(
            String idempotencyKey,
            String agreementId,
            List<String> districtStudentIds,
            LocalDate begins,
            LocalDate ends) {}

    record DesignateStudentsPayload(List<DesignationResult> results, List<UserError> errors) {}

    record EndDesignationsInput(List<DesignationVersionInput> designations) {}

    record DesignationVersionInput(String id, int version) {}

    record EndDesignationsPayload(List<Designation> designations, List<UserError> errors) {}

    DesignationResolver(Designations designations, Cursors cursors) {
        this.designations = designations;
        this.cursors = cursors;
    }

    @QueryMapping
    Mono<Connection<Designation>> designations(
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable String districtStudentId,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        var number = Text.of("districtStudentId", districtStudentId);
        var list = "designations " + number;
        return work.entered()
                .filter(viewer -> viewer.role() == Role.DISTRICT_STEWARD || viewer.role() == Role.SCHOOL_STAFF)
                .flatMap(viewer -> designations
                        .page(work, number, cursors.entry(list, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, row -> cursors.cursor(list, viewer.membership(), row.key()), size)));
    }

    @MutationMapping
    Mono<DesignateStudentsPayload> designateStudents(@Argument DesignateStudentsInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return work.entered()
                .flatMap(viewer -> mistakes(work, viewer, input)
                        .flatMap(errors -> errors.isEmpty()
                                ? entered(work, viewer, input)
                                : Mono.just(new DesignateStudentsPayload(List.of(), errors))));
    }

    private Mono<List<UserError>> mistakes(UnitOfWork work, Entered viewer, DesignateStudentsInput input) {
        var errors = new ArrayList<UserError>();
        if (input.districtStudentIds().isEmpty() || input.districtStudentIds().size() > LONGEST_LIST) {
            errors.add(UserError.outOfRange("input.districtStudentIds", "Send 1 to " + LONGEST_LIST + " numbers."));
        }
        if (!input.begins().isBefore(input.ends())) {
            errors.add(UserError.outOfRange("input.ends", "Use a day after the first one."));
        }
        return designations
                .agreed(work, Id.DISTRICT_AGREEMENT.key(input.agreementId()))
                .map(days -> outside(days, input))
                .defaultIfEmpty(List.of(UserError.notFound(
                        "input.agreementId",
                        "There is no agreement with basis SCHOOL_OFFICIAL whose roster you may fill.")))
                .doOnNext(errors::addAll)
                .then(designations.today(work, district(viewer)))
                .map(today -> {
                    if (!input.ends().isAfter(today) || input.ends().isAfter(today.plusYears(FARTHEST_YEARS))) {
                        errors.add(UserError.outOfRange(
                                "input.ends", "Use a day after today, within " + FARTHEST_YEARS + " years."));
                    }
                    if (input.begins().isBefore(today.minusYears(FARTHEST_YEARS))) {
                        errors.add(UserError.outOfRange(
                                "input.begins", "Use a day within the last " + FARTHEST_YEARS + " years, or later."));
                    }
                    return errors;
                });
    }

    /** On other days than the agreement's nobody is on its roster. */
    private static List<UserError> outside(Designations.Days agreed, DesignateStudentsInput input) {
        var errors = new ArrayList<UserError>();
        if (input.begins().isBefore(agreed.begins())) {
            errors.add(UserError.outOfRange(
                    "input.begins", "The agreement begins on " + agreed.begins() + ": use that day or a later one."));
        }
        if (agreed.ends() != null && input.ends().isAfter(agreed.ends())) {
            errors.add(UserError.outOfRange(
                    "input.ends", "The agreement ends on " + agreed.ends() + ": use that day or an earlier one."));
        }
        return errors;
    }

    private Mono<DesignateStudentsPayload> entered(UnitOfWork work, Entered viewer, DesignateStudentsInput input) {
        var keys = new LinkedHashMap<String, UUID>();
        for (var number : input.districtStudentIds()) {
            if (isNumber(number)) {
                keys.put(
                        number.strip(),
                        IdempotencyKey.id(
                                viewer.membership(), "designateStudents " + number.strip(), input.idempotencyKey()));
            }
        }
        var entries = new Designations.Entries(
                Id.DISTRICT_AGREEMENT.key(input.agreementId()), input.begins(), input.ends(), keys);
        return designations
                .enter(work, entries)
                .then(designations.entered(work, entries, viewer.role() == Role.DISTRICT_STEWARD))
                .map(found -> new DesignateStudentsPayload(results(input, found), List.of()));
    }

    private static List<DesignationResult> results(DesignateStudentsInput input, Map<String, DesignationResult> found) {
        var seen = new HashSet<String>();
        return input.districtStudentIds().stream()
                .map(number -> {
                    var result = found.get(number.strip());
                    if (result == null) {
                        return DesignationResult.refused(number, Refusal.MALFORMED);
                    }
                    return seen.add(number.strip()) ? result : DesignationResult.refused(number, Refusal.REPEATED);
                })
                .toList();
    }

    private static boolean isNumber(String number) {
        var stripped = number.strip();
        return !stripped.isEmpty()
                && stripped.length() <= LONGEST_NUMBER
                && stripped.chars().noneMatch(Character::isISOControl);
    }

    @MutationMapping
    Mono<EndDesignationsPayload> endDesignations(@Argument EndDesignationsInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        if (input.designations().isEmpty() || input.designations().size() > LONGEST_LIST) {
            var error = UserError.outOfRange("input.designations", "Send 1 to " + LONGEST_LIST + " entries.");
            return Mono.just(new EndDesignationsPayload(List.of(), List.of(error)));
        }
        var versions = new LinkedHashMap<UUID, Integer>();
        input.designations().forEach(entry -> versions.put(Id.DESIGNATION.key(entry.id()), entry.version()));
        var keys = List.copyOf(versions.keySet());
        return designations.all(work, keys).flatMap(found -> {
            var errors = mistakes(input, found);
            return errors.isEmpty()
                    ? work.entered()
                            .flatMap(viewer -> designations.today(work, district(viewer)))
                            .flatMap(today -> designations.end(work, versions, today))
                            .flatMap(rows -> designations.all(work, keys).map(ended -> answered(ended, rows)))
                    : Mono.just(new EndDesignationsPayload(List.of(), errors));
        });
    }

    /** What somebody changed between the look and the end has not ended; the others have. */
    private static EndDesignationsPayload answered(List<Designation> all, long ended) {
        return new EndDesignationsPayload(all, ended == all.size() ? List.of() : List.of(UserError.changedMeanwhile()));
    }

    private static List<UserError> mistakes(EndDesignationsInput input, List<Designation> found) {
        var errors = new ArrayList<UserError>();
        for (var n = 0; n < input.designations().size(); n++) {
            var entry = input.designations().get(n);
            var key = Id.DESIGNATION.key(entry.id());
            var there = found.stream().filter(d -> d.key().equals(key)).findFirst();
            if (there.isEmpty()) {
                errors.add(UserError.notFound(
                        "input.designations." + n + ".id", "There is no such entry that you could end."));
            } else if (there.get().version() != entry.version()) {
                errors.add(new UserError(
                        "input.designations." + n + ".version",
                        UserError.Code.CHANGED_MEANWHILE,
                        "It has changed since the version that was sent: look at it again, then decide anew."));
            }
        }
        return errors;
    }

    private static UUID district(Entered viewer) {
        return Objects.requireNonNull(viewer.district(), "district");
    }
}
