package link.studentsuccess.api.sheet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * What the database's own catalog says of itself.
 *
 * @param areas its schemas in the words of their comments
 * @param destructionDays days between the end of an agreement and the destruction, where the agreement says nothing else
 */
record Stored(List<Area> areas, int destructionDays) {

    /** One schema: how many tables, and how many of them stay closed even to their owner until something is released. */
    record Area(String name, String what, long tables, long closed) {}

    static Mono<Stored> read(DatabaseClient client) {
        var areas = client.sql("""
                        select n.nspname as name, obj_description(n.oid, 'pg_namespace') as what,
                          count(*) as tables, count(*) filter (where c.relrowsecurity and c.relforcerowsecurity) as closed
                        from pg_namespace n
                        join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p') and not c.relispartition
                        where obj_description(n.oid, 'pg_namespace') is not null
                          and n.nspname not in ('public', 'information_schema') and n.nspname not like 'pg\\_%'
                        group by n.oid, n.nspname
                        order by n.nspname
                        """)
                .map((row, meta) -> new Area(
                        String.valueOf(row.get("name", String.class)),
                        String.valueOf(row.get("what", String.class)),
                        number(row.get("tables", Long.class)),
                        number(row.get("closed", Long.class))))
                .all()
                .collectList();
        var days = client.sql("""
                        select pg_get_expr(d.adbin, d.adrelid)::integer as days
                        from pg_attrdef d
                        join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
                        where d.adrelid = 'document.district_agreement'::regclass and a.attname = 'destruction_days'
                        """)
                .map((row, meta) -> Math.toIntExact(number(row.get("days", Integer.class))))
                .one();
        return Mono.zip(areas, days, Stored::new);
    }

    private static long number(@Nullable Number value) {
        return value == null ? 0 : value.longValue();
    }
}
