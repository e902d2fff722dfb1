package link.studentsuccess.api.staff;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Accounts, read under row-level security and written by the policy's functions alone. */
@Component
class StaffMembers {

    private static final String MEMBER = """
            select m.id, s.given_name, s.family_name, s.email, m.organization_id, m.district_id, m.role, m.kind, m.programs,
              m.school_codes, m.categories, lower(m.active) as begins, upper(m.active) as ends,
              lower(m.background_check) as checked_from, upper(m.background_check) as checked_until,
              x.state, x.last_used_at, m.invited_until, x.mail, x.changeable, m.version
            from party.membership m
            join party.staff s on s.id = m.staff_id
            join access.administered_staff() x on x.membership_id = m.id
            """;

    /** A list by family name; null: all. */
    record Listing(
            @Nullable String state,
            @Nullable String role,
            @Nullable UUID organization,
            @Nullable UUID district) {}

    /** What a new account is to be. */
    record Invitation(
            UUID key,
            StaffMember.Person person,
            StaffMember.Place place,
            StaffMember.Scope scope,
            StaffMember.Dates dates) {}

    Mono<List<StaffMember>> page(UnitOfWork work, Listing listing, @Nullable UUID after, int limit) {
        return work.sql(MEMBER + """
                        where (cast(:state as text) is null or x.state = :state)
                          and (cast(:role as text) is null or m.role = :role)
                          and (cast(:organization as uuid) is null or m.organization_id = :organization)
                          and (cast(:district as uuid) is null or m.district_id = :district)
                          and (cast(:after as uuid) is null or (s.family_name collate "en-x-icu", s.given_name collate "en-x-icu", m.id) > (
                            select p.family_name collate "en-x-icu", p.given_name collate "en-x-icu", l.id
                            from party.membership l
                            join party.staff p on p.id = l.staff_id
                            where l.id = :after))
                        order by s.family_name collate "en-x-icu", s.given_name collate "en-x-icu", m.id
                        limit :limit
                        """)
                .bind("state", listing.state(), String.class)
                .bind("role", listing.role(), String.class)
                .bind("organization", listing.organization(), UUID.class)
                .bind("district", listing.district(), UUID.class)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(StaffMembers::member)
                .collectList();
    }

    Mono<StaffMember> one(UnitOfWork work, UUID key) {
        return work.sql(MEMBER + "where m.id = :key").bind("key", key).one(StaffMembers::member);
    }

    /** Null where it was done; else why not. */
    Mono<Outcome> invite(UnitOfWork work, Invitation invitation, boolean mail) {
        return done(scoped(
                work.sql("""
                                select access.invite_staff(:key, :email, :givenName, :familyName, :role, :kind, :programs, :schoolCodes,
                                  :categories, :begins, :ends, :organization, :district, :mail) as problem
                                """)
                        .bind("key", invitation.key())
                        .bind("email", invitation.person().email())
                        .bind("givenName", invitation.person().givenName())
                        .bind("familyName", invitation.person().familyName())
                        .bind("begins", invitation.dates().begins(), LocalDate.class)
                        .bind("ends", invitation.dates().ends(), LocalDate.class)
                        .bind("organization", invitation.place().organization(), UUID.class)
                        .bind("district", invitation.place().district(), UUID.class)
                        .bind("mail", mail),
                invitation.scope()));
    }

    Mono<Outcome> change(UnitOfWork work, UUID key, int version, StaffMember.Scope scope, StaffMember.Dates dates) {
        return done(scoped(
                work.sql("""
                                select access.change_staff(:key, :version, :role, :kind, :programs, :schoolCodes, :categories, :ends,
                                  :checkedFrom, :checkedUntil) as problem
                                """)
                        .bind("key", key)
                        .bind("version", version)
                        .bind("ends", dates.ends(), LocalDate.class)
                        .bind("checkedFrom", dates.checkedFrom(), LocalDate.class)
                        .bind("checkedUntil", dates.checkedUntil(), LocalDate.class),
                scope));
    }

    private static UnitOfWork.Statement scoped(UnitOfWork.Statement statement, StaffMember.Scope scope) {
        var programs = scope.programs();
        return statement
                .bind("role", scope.role().name())
                .bind("kind", scope.kind())
                .bind("programs", programs == null ? null : programs.toArray(UUID[]::new), UUID[].class)
                .bind("schoolCodes", array(scope.schoolCodes()), String[].class)
                .bind("categories", array(scope.categories()), String[].class);
    }

    Mono<Outcome> renew(UnitOfWork work, UUID key, int version, boolean mail) {
        return done(work.sql("select access.renew_invitation(:key, :version, :mail) as problem")
                .bind("key", key)
                .bind("version", version)
                .bind("mail", mail));
    }

    Mono<Outcome> withdraw(UnitOfWork work, UUID key, int version) {
        return done(work.sql("select access.withdraw_invitation(:key, :version) as problem")
                .bind("key", key)
                .bind("version", version));
    }

    Mono<Outcome> deactivate(UnitOfWork work, UUID key, int version) {
        return done(work.sql("select access.deactivate_staff(:key, :version) as problem")
                .bind("key", key)
                .bind("version", version));
    }

    Mono<Outcome> reactivate(UnitOfWork work, UUID key, int version) {
        return done(work.sql("select access.reactivate_staff(:key, :version) as problem")
                .bind("key", key)
                .bind("version", version));
    }

    Mono<List<CaseloadToReassign>> caseloads(UnitOfWork work, @Nullable UUID after, int limit) {
        return work.sql("""
                        select c.assignment_id, c.participant_id, c.program_id, c.site, c.former_member, c.since
                        from access.caseloads_to_reassign(:after, :limit) c
                        """)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(row -> new CaseloadToReassign(
                        Rows.uuid(row, "assignment_id"),
                        Rows.uuidOrNull(row, "participant_id"),
                        Rows.uuidOrNull(row, "program_id"),
                        Rows.textOrNull(row, "site"),
                        Rows.text(row, "former_member"),
                        Rows.value(row, "since", LocalDate.class)))
                .collectList();
    }

    private static Mono<Outcome> done(UnitOfWork.Statement statement) {
        return statement.one(row -> {
            var problem = Rows.textOrNull(row, "problem");
            return problem == null ? Outcome.DONE : Outcome.valueOf(problem);
        });
    }

    private static String @Nullable [] array(@Nullable List<String> values) {
        return values == null ? null : values.toArray(String[]::new);
    }

    private static StaffMember member(Readable row) {
        return new StaffMember(
                Rows.uuid(row, "id"),
                new StaffMember.Person(
                        Rows.text(row, "given_name"), Rows.text(row, "family_name"), Rows.text(row, "email")),
                new StaffMember.Place(Rows.uuidOrNull(row, "organization_id"), Rows.uuidOrNull(row, "district_id")),
                new StaffMember.Scope(
                        Role.valueOf(Rows.text(row, "role")),
                        Rows.text(row, "kind"),
                        listOrNull(Rows.valueOrNull(row, "programs", UUID[].class)),
                        listOrNull(Rows.valueOrNull(row, "school_codes", String[].class)),
                        listOrNull(Rows.valueOrNull(row, "categories", String[].class))),
                new StaffMember.Dates(
                        Rows.valueOrNull(row, "begins", LocalDate.class),
                        Rows.valueOrNull(row, "ends", LocalDate.class),
                        Rows.valueOrNull(row, "checked_from", LocalDate.class),
                        Rows.valueOrNull(row, "checked_until", LocalDate.class)),
                new StaffMember.Standing(
                        Rows.text(row, "state"),
                        Rows.valueOrNull(row, "last_used_at", OffsetDateTime.class),
                        Rows.valueOrNull(row, "invited_until", OffsetDateTime.class),
                        Rows.textOrNull(row, "mail"),
                        Rows.value(row, "changeable", Boolean.class),
                        Rows.value(row, "version", Integer.class)));
    }

    private static <T> @Nullable List<T> listOrNull(T @Nullable [] values) {
        return values == null ? null : Arrays.asList(values);
    }
}
