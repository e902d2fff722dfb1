package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies the district's reveal map to what is about to be published: what would give another category away is replaced
 * by something neutral, and stands in {@code record.revealed_value} alone. Works on the published rows, whether they
 * came now or long ago, so that a change of the map holds from the next publish on.
 */
final class Reveals {

    /**
     * A table with values of a kind.
     *
     * @param name the column with the value
     * @param code the column with its code, or {@code null}
     * @param hidden what would give the same away; absent in a row that is neutral
     * @param seen where the enrollments are that see such a row, given its id
     */
    private record Target(String kind, String table, String name, String code, List<String> hidden, String seen) {

        /** The row is shown as delivered: its value is not the neutral one, or a hidden column stands there. */
        String isOpen(String neutral) {
            return Stream.concat(
                            Stream.of("x." + name + " <> " + neutral),
                            hidden.stream().map(h -> "x." + h + " is not null"))
                    .collect(Collectors.joining(" or "));
        }

        /** The column that shows the code, which comes back with the value. */
        String showCode() {
            return hidden.isEmpty() ? "" : ", " + hidden.get(0) + " = d.code";
        }

        String hide() {
            return hidden.stream().map(h -> ", " + h + " = null").collect(Collectors.joining());
        }
    }

    private static final List<Target> TARGETS = List.of(
            new Target(
                    "SCHOOL",
                    "school",
                    "name",
                    "x.code",
                    List.of("shown_code"),
                    "select n.id as enrollment_id, n.school_id as subject_id from record.enrollment n"
                            + " where n.district_id = :district"),
            new Target(
                    "COURSE",
                    "section",
                    "course_title",
                    "x.course_code",
                    List.of("course_code", "section_code"),
                    "select g.enrollment_id, g.section_id as subject_id from record.grade g where g.district_id = :district"),
            ofFact(
                    "COURSE",
                    "scheduled_class",
                    "course_title",
                    "x.course_code",
                    List.of("course_code", "section_code", "teacher", "room")),
            ofFact("COURSE", "assignment", "course_title", "null::text", List.of()),
            ofFact("ASSESSMENT", "assessment", "name", "null::text", List.of()));

    private static final String EXIT_TYPES =
            "select n.id as enrollment_id, n.id as subject_id from record.enrollment n where n.district_id = :district";

    /** Case does not count, nor do spaces around; a map may name the title or the code. */
    private static final String MAPPED =
            "lower(btrim(m.value)) in (lower(btrim(%1$s)), lower(btrim(coalesce(%2$s, %1$s))))";

    private final Publishing publishing;

    Reveals(Publishing publishing) {
        this.publishing = publishing;
    }

    private static Target ofFact(String kind, String table, String name, String code, List<String> hidden) {
        return new Target(
                kind,
                table,
                name,
                code,
                hidden,
                "select f.enrollment_id, f.id as subject_id from record." + table
                        + " f where f.district_id = :district");
    }

    void apply() throws SQLException {
        exitTypes();
        if (!sql("""
                        select 1 from sync.reveal_map m where m.district_id = :district
                        union all
                        select 1 from record.delivered_value d where d.district_id = :district and d.kind <> 'EXIT_TYPE'
                        union all
                        select 1 from record.revealed_value r where r.district_id = :district
                        """).exists()) {
            return;
        }
        for (var target : TARGETS) {
            forget(target);
            restore(target);
            neutralise(target);
        }
        reveal();
    }

    /** What is no longer published, or has come again as the district has it. */
    private void forget(Target target) throws SQLException {
        sql("""
                        delete from record.delivered_value d
                        where d.district_id = :district and d.kind = :kind
                          and (
                            not exists (%1$s)
                            or exists (
                              select
                              from record.%2$s x
                              where x.district_id = :district and x.id = d.subject_id and (%3$s)
                            )
                          )
                        """.formatted(subjects(target.kind()), target.table(), target.isOpen("d.neutral")))
                .set("kind", target.kind())
                .update();
    }

    private static String subjects(String kind) {
        return TARGETS.stream()
                .filter(target -> target.kind().equals(kind))
                .map(target -> "select 1 from record.%s x where x.district_id = :district and x.id = d.subject_id"
                        .formatted(target.table()))
                .collect(Collectors.joining(" union all "));
    }

    /** The district has changed its mind: the value comes back, and what was hidden beside it with the next full read. */
    private void restore(Target target) throws SQLException {
        publishing.wrote(sql("""
                        with gone as (
                          delete from record.delivered_value d
                          using record.%1$s x
                          where d.district_id = :district and d.kind = :kind
                            and x.district_id = :district and x.id = d.subject_id
                            and not exists (
                              select
                              from sync.reveal_map m
                              where m.district_id = :district and m.kind = :kind and m.neutral = d.neutral and %3$s
                            )
                          returning d.subject_id, d.value, d.code
                        )
                        update record.%1$s x
                        set %2$s = d.value%4$s, content_hash = ''
                        from gone d
                        where x.district_id = :district and x.id = d.subject_id
                        """.formatted(
                        target.table(), target.name(), MAPPED.formatted("d.value", "d.code"), target.showCode()))
                .set("kind", target.kind())
                .update());
    }

    private void neutralise(Target target) throws SQLException {
        publishing.wrote(sql("""
                        with hit as (
                          select distinct on (x.id) x.id, x.%2$s as value, %3$s as code, m.neutral
                          from record.%1$s x
                          join sync.reveal_map m on m.district_id = :district and m.kind = :kind and %4$s
                          where x.district_id = :district and (%5$s)
                          order by x.id, m.value
                        ),
                        saved as (
                          insert into record.delivered_value (district_id, subject_id, kind, value, code, neutral)
                          select :district, h.id, :kind, h.value, h.code, h.neutral
                          from hit h
                        )
                        update record.%1$s x
                        set %2$s = h.neutral%6$s
                        from hit h
                        where x.district_id = :district and x.id = h.id
                        """.formatted(
                                target.table(),
                                target.name(),
                                target.code(),
                                MAPPED.formatted("x." + target.name(), target.code()),
                                target.isOpen("m.neutral"),
                                target.hide()))
                .set("kind", target.kind())
                .update());
    }

    /** Exit types are shown only as they are mapped; what is not is hidden. */
    private void exitTypes() throws SQLException {
        sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted, exit_type
                          from stage.enrollment
                          where pull_id = :pull
                          order by source_key, seq desc
                        ),
                        told as (
                          select n.id, l.exit_type
                          from latest l
                          join record.enrollment n
                            on n.district_id = :district and n.feed_id = :feed and n.source_key = l.source_key
                          where not l.deleted
                        ),
                        gone as (
                          delete from record.delivered_value d
                          where d.district_id = :district and d.kind = 'EXIT_TYPE'
                            and (
                              exists (select from told t where t.id = d.subject_id and t.exit_type is null)
                              or not exists (
                                select from record.enrollment n where n.district_id = :district and n.id = d.subject_id
                              )
                            )
                        )
                        insert into record.delivered_value as d (district_id, subject_id, kind, value)
                        select :district, t.id, 'EXIT_TYPE', t.exit_type
                        from told t
                        where t.exit_type is not null
                        on conflict (district_id, subject_id) do update set value = excluded.value
                        where d.value <> excluded.value
                        """).update();
        publishing.wrote(
                sql("""
                        update record.enrollment n
                        set exit_type = t.neutral
                        from (
                          select e.id, m.neutral
                          from record.enrollment e
                          left join record.delivered_value d on d.district_id = :district and d.subject_id = e.id
                          left join sync.reveal_map m on m.district_id = :district and m.kind = 'EXIT_TYPE' and %s
                          where e.district_id = :district
                        ) t
                        where n.district_id = :district and n.id = t.id and n.exit_type is distinct from t.neutral
                        """.formatted(MAPPED.formatted("d.value", "d.code"))).update());
    }

    /** The revealing values, each with the enrollments that have it, where a window covers the category. */
    private void reveal() throws SQLException {
        var seen = Stream.concat(TARGETS.stream().map(Target::seen), Stream.of(EXIT_TYPES))
                .collect(Collectors.joining("\nunion all\n"));
        publishing.wrote(
                sql("""
                        with seen as (
                        %1$s
                        ),
                        wanted as materialized (
                          select distinct s.enrollment_id, m.category, d.kind, m.neutral, d.value
                          from seen s
                          join record.delivered_value d on d.district_id = :district and d.subject_id = s.subject_id
                          join sync.reveal_map m on m.district_id = :district and m.kind = d.kind and %2$s
                          join record.enrollment n on n.district_id = :district and n.id = s.enrollment_id
                          where exists (
                            select
                            from stage.proof p
                            where p.pull_id = :pull and p.record_id = n.student_id and m.category = any(p.categories)
                          )
                        ),
                        gone as (
                          delete from record.revealed_value r
                          where r.district_id = :district
                            and not exists (
                              select
                              from wanted w
                              where (w.enrollment_id, w.category, w.kind, w.neutral, w.value)
                                = (r.enrollment_id, r.category, r.kind, r.neutral, r.value)
                            )
                          returning 1
                        ),
                        made as (
                          insert into record.revealed_value (district_id, enrollment_id, category, kind, neutral, value)
                          select :district, w.enrollment_id, w.category, w.kind, w.neutral, w.value
                          from wanted w
                          on conflict (enrollment_id, category, kind, neutral, value) do nothing
                          returning 1
                        )
                        select (select count(*) from gone) + (select count(*) from made) as rows
                        """.formatted(seen, MAPPED.formatted("d.value", "d.code"))).one(row -> row.getLong("rows")));
    }

    private Sql sql(String text) {
        return publishing.sql(text);
    }
}
