package link.studentsuccess.api.participant;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Pairs that may be one child, as far as row-level security shows both, and the policy's functions that merge and destroy. */
@Component
class Duplicates {

    /** Two participants, the smaller id first. */
    record Pair(UUID key, UUID first, UUID second, List<String> because) {}

    /** A participant as somebody looked at it. */
    record Version(UUID key, int version) {}

    Mono<List<Pair>> pairs(UnitOfWork work, @Nullable UUID after, int limit) {
        return work.sql("""
                        with known as materialized (
                          select p.id, access.folded(p.family_name) as family, access.folded(p.given_name) as given, p.birth_date
                          from roster.participant p
                        ),
                        numbered as materialized (
                          select s.participant_id, s.district_id, btrim(s.district_student_id) as number
                          from roster.student s
                          where s.district_student_id is not null
                        ),
                        pair as (
                          select a.id as first, b.id as second,
                            case when b.birth_date = a.birth_date then 'NAME_AND_BIRTH_DATE' else 'NAME_WITHOUT_BIRTH_DATE' end as because
                          from known a
                          join known b on b.family = a.family and b.given = a.given and b.id > a.id
                            and (b.birth_date = a.birth_date or a.birth_date is null or b.birth_date is null)
                          union all
                          select a.participant_id, b.participant_id, 'DISTRICT_STUDENT_ID'
                          from numbered a
                          join numbered b
                            on b.district_id = a.district_id and b.number = a.number and b.participant_id > a.participant_id
                        )
                        select md5(p.first::text || p.second::text)::uuid as id, p.first, p.second,
                          array_agg(p.because order by p.because desc) as because
                        from pair p
                        group by p.first, p.second
                        having :after is null or md5(p.first::text || p.second::text)::uuid > :after
                        order by 1
                        limit :limit
                        """)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(row -> new Pair(
                        Rows.uuid(row, "id"),
                        Rows.uuid(row, "first"),
                        Rows.uuid(row, "second"),
                        Rows.texts(row, "because")))
                .collectList();
    }

    Mono<String> merge(UnitOfWork work, Version keep, Version merge) {
        return work.sql("select access.merge_participants(:keep, :keepVersion, :merge, :mergeVersion) as outcome")
                .bind("keep", keep.key())
                .bind("keepVersion", keep.version())
                .bind("merge", merge.key())
                .bind("mergeVersion", merge.version())
                .one(row -> Rows.text(row, "outcome"));
    }

    Mono<String> destroy(UnitOfWork work, Version participant, String reason) {
        return work.sql("select access.destroy_participant(:participant, :version, :reason) as outcome")
                .bind("participant", participant.key())
                .bind("version", participant.version())
                .bind("reason", reason)
                .one(row -> Rows.text(row, "outcome"));
    }
}
