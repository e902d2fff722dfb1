package link.studentsuccess.api.hold;

import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Holds of the viewer's side; row-level security says which, and which may be set. */
@Component
public class Holds {

    private static final String SELECT = """
            select h.id, h.version, h.kind, h.district_id, h.district_student_id, h.participant_id, h.membership_id, h.organization_id,
              h.operator_agreement_id, h.district_agreement_id, h.feed_id, h.cause, h.note, h.begins, h.ends,
              h.begins <= transaction_timestamp() and (h.ends is null or h.ends > transaction_timestamp()) as in_force,
              coalesce(h.staff_id = access.my_staff() or h.membership_id = access.my_membership(), false) as on_myself,
              coalesce(access.setter(h.set_by), '') as set_by, access.setter(h.ended_by) as ended_by
            from document.hold h
            """;

    /** The columns of what is about to be set, as parameters. A person is stopped everywhere only by the operator. */
    private static final String ROW = """
            select :id::uuid as id, :kind as kind, :district::uuid as district_id, :number as district_student_id,
              case when access.is_operator() then access.member_to_hold(:membership::uuid) end as staff_id,
              :membership::uuid as membership_id, :organization::uuid as organization_id, :participant::uuid as participant_id,
              :operatorAgreement::uuid as operator_agreement_id, :districtAgreement::uuid as district_agreement_id,
              :feed::uuid as feed_id, :cause as cause, :note as note, :until::timestamptz as ends,
              access.my_membership() as set_by
            """;

    /** What to stop, why and until when. */
    record Wanted(
            UUID key,
            HoldTarget target,
            String kind,
            String cause,
            @Nullable String note,
            @Nullable OffsetDateTime until) {}

    public Mono<Hold> one(UnitOfWork work, UUID hold) {
        return work.sql(SELECT + "where h.id = :hold").bind("hold", hold).one(Holds::hold);
    }

    Mono<List<Hold>> page(UnitOfWork work, boolean ended, @Nullable UUID after, int limit) {
        return work.sql(SELECT + """
                        where (:ended or h.ends is null or h.ends > transaction_timestamp())
                          and (:after::uuid is null
                            or (h.begins, h.id) < (select x.begins, x.id from document.hold x where x.id = :after))
                        order by h.begins desc, h.id desc
                        limit :limit
                        """)
                .bind("ended", ended)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(Holds::hold)
                .collectList();
    }

    /** Whether there is such a target, and the viewer may stop it. */
    Mono<Boolean> may(UnitOfWork work, Wanted wanted) {
        return bind(
                        work.sql(
                                "select access.may_hold(jsonb_populate_record(null::document.hold, to_jsonb(x))) as may from ("
                                        + ROW + ") x"),
                        wanted)
                .one(row -> Rows.value(row, "may", Boolean.class));
    }

    Mono<Boolean> later(UnitOfWork work, OffsetDateTime moment) {
        return work.sql("select :moment::timestamptz > transaction_timestamp() as later")
                .bind("moment", moment)
                .one(row -> Rows.value(row, "later", Boolean.class));
    }

    /** Sets it, once. */
    Mono<Long> place(UnitOfWork work, Wanted wanted) {
        return bind(work.sql("""
                        insert into document.hold (id, kind, district_id, district_student_id, staff_id, membership_id, organization_id,
                          participant_id, operator_agreement_id, district_agreement_id, feed_id, cause, note, ends, set_by)
                        """ + ROW + "on conflict (id) do nothing"), wanted).rowsUpdated();
    }

    /** Ends it in the viewer's name; 0 when somebody else has changed it meanwhile. */
    Mono<Long> end(UnitOfWork work, UUID hold, int version) {
        return work.sql("""
                        update document.hold
                        set ends = transaction_timestamp(), ended_by = access.my_membership()
                        where id = :hold and version = :version
                        """).bind("hold", hold).bind("version", version).rowsUpdated();
    }

    /** For a district's steward: whether the published records hold the number. */
    Mono<Boolean> published(UnitOfWork work, String number) {
        return work.sql("select cardinality(access.published_numbers(array[:number]::text[])) > 0 as published")
                .bind("number", number)
                .one(row -> Rows.value(row, "published", Boolean.class));
    }

    private static UnitOfWork.Statement bind(UnitOfWork.Statement statement, Wanted wanted) {
        var target = wanted.target();
        return statement
                .bind("id", wanted.key())
                .bind("kind", wanted.kind())
                .bind("district", target.district(), UUID.class)
                .bind("number", target.districtStudentId(), String.class)
                .bind("membership", target.membership(), UUID.class)
                .bind("organization", target.organization(), UUID.class)
                .bind("participant", target.participant(), UUID.class)
                .bind("operatorAgreement", target.operatorAgreement(), UUID.class)
                .bind("districtAgreement", target.districtAgreement(), UUID.class)
                .bind("feed", target.feed(), UUID.class)
                .bind("cause", wanted.cause())
                .bind("note", wanted.note(), String.class)
                .bind("until", wanted.until(), OffsetDateTime.class);
    }

    private static Hold hold(Readable row) {
        return new Hold(
                Rows.uuid(row, "id"),
                Rows.value(row, "version", Integer.class),
                Rows.text(row, "kind"),
                new HoldTarget(
                        Rows.uuidOrNull(row, "district_id"),
                        Rows.textOrNull(row, "district_student_id"),
                        Rows.uuidOrNull(row, "participant_id"),
                        Rows.uuidOrNull(row, "membership_id"),
                        Rows.uuidOrNull(row, "organization_id"),
                        Rows.uuidOrNull(row, "operator_agreement_id"),
                        Rows.uuidOrNull(row, "district_agreement_id"),
                        Rows.uuidOrNull(row, "feed_id")),
                Rows.text(row, "cause"),
                Rows.textOrNull(row, "note"),
                Rows.value(row, "begins", OffsetDateTime.class),
                Rows.valueOrNull(row, "ends", OffsetDateTime.class),
                Rows.value(row, "in_force", Boolean.class),
                Rows.value(row, "on_myself", Boolean.class),
                Rows.text(row, "set_by"),
                Rows.textOrNull(row, "ended_by"));
    }
}
