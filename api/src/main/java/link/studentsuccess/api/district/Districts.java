package link.studentsuccess.api.district;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Districts and the age of their data; nobody's personal data. */
@Component
public class Districts {

    public Mono<Map<UUID, District>> byKey(UnitOfWork work, Collection<UUID> keys) {
        return work.sql("select d.id, d.name, d.zone from party.district d where d.id = any(:keys)")
                .bind("keys", keys.toArray(UUID[]::new))
                .list(Districts::district)
                .collectMap(District::key);
    }

    /** The district of each of some things, in one statement. */
    public <T> Mono<Map<T, District>> of(UnitOfWork work, List<T> things, Function<T, UUID> key) {
        var keys = things.stream().map(key).collect(Collectors.toSet());
        return byKey(work, keys).map(districts -> {
            var found = new HashMap<T, District>();
            for (var thing : things) {
                var district = districts.get(key.apply(thing));
                if (district != null) {
                    found.put(thing, district);
                }
            }
            return found;
        });
    }

    /** Codes that no school of the district has; none while its schools are not known. */
    public Mono<List<String>> unknownSchools(UnitOfWork work, UUID district, Collection<String> codes) {
        return work.sql("select access.unknown_schools(:district, :codes) as unknown")
                .bind("district", district)
                .bind(
                        "codes",
                        codes.stream().filter(code -> code.indexOf('\0') < 0).toArray(String[]::new))
                .one(row -> Rows.texts(row, "unknown"));
    }

    /** Those with which the address has to do, whoever asks there. */
    Mono<List<District>> all(UnitOfWork work) {
        return work.sql("""
                        select d.id, d.name, d.zone
                        from party.district d
                        where d.id = any(access.districts())
                        order by d.name, d.id
                        limit 500
                        """).list(Districts::district).collectList();
    }

    public Mono<Map<UUID, List<Freshness>>> freshness(UnitOfWork work, Collection<UUID> districts) {
        return work.sql("""
                        select f.district_id, f.category, f.published_at, f.covered_until, t.execution_time
                        from sync.freshness f
                        left join sync.scheduled_tasks t on t.task_instance = f.feed_id::text
                        where f.district_id = any(:districts)
                        order by f.category
                        """)
                .bind("districts", districts.toArray(UUID[]::new))
                .list(row -> Map.entry(Rows.uuid(row, "district_id"), freshness(row)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static District district(Readable row) {
        return new District(Rows.uuid(row, "id"), Rows.text(row, "name"), Rows.text(row, "zone"));
    }

    private static Freshness freshness(Readable row) {
        return new Freshness(
                Rows.text(row, "category"),
                Rows.value(row, "published_at", OffsetDateTime.class),
                Rows.valueOrNull(row, "covered_until", LocalDate.class),
                Rows.valueOrNull(row, "execution_time", OffsetDateTime.class));
    }
}
