package link.studentsuccess.api.matching;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the access policy tells a steward of matches, and lets one decide; to anybody else it answers nothing. */
@Component
class Matches {

    Mono<List<UnsettledMatch>> broken(UnitOfWork work, int limit) {
        return work.sql("""
                        select b.student_id, b.organization_name, b.given_name, b.family_name, b.district_student_id, b.broken_at
                        from access.broken_matches(:limit) b
                        """)
                .bind("limit", limit)
                .list(row -> new UnsettledMatch(
                        Id.STUDENT,
                        Rows.uuid(row, "student_id"),
                        Rows.text(row, "organization_name"),
                        TypedChild.read(row),
                        Rows.value(row, "broken_at", OffsetDateTime.class)))
                .collectList();
    }

    Mono<List<UnsettledMatch>> toConfirm(UnitOfWork work, int limit) {
        return work.sql("""
                        select m.match_id, m.organization_name, m.given_name, m.family_name, m.district_student_id, m.found_at
                        from access.matches_to_confirm(:limit) m
                        """)
                .bind("limit", limit)
                .list(row -> new UnsettledMatch(
                        Id.MATCH,
                        Rows.uuid(row, "match_id"),
                        Rows.text(row, "organization_name"),
                        TypedChild.read(row),
                        Rows.value(row, "found_at", OffsetDateTime.class)))
                .collectList();
    }

    /** The answer is the policy's: DONE, NOT_FOUND or CONFLICT. */
    Mono<String> decide(UnitOfWork work, UUID match, String decision) {
        return work.sql("select access.decide_match(:match, :decision) as outcome")
                .bind("match", match)
                .bind("decision", decision)
                .one(row -> Rows.text(row, "outcome"));
    }
}
