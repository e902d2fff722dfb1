package link.studentsuccess.api.organization;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Organizations and agreements; row-level security says whose. */
@Component
public class Organizations {

    private static final String AGREEMENT = """
            select a.id, a.district_id, a.organization_id, lower(a.in_force) as begins, upper(a.in_force) as ends, a.categories,
              a.school_codes, a.school_years, a.basis, a.verification, a.purpose
            """;

    public Mono<Organization> one(UnitOfWork work, UUID organization) {
        return byKey(work, List.of(organization)).flatMapIterable(Map::values).next();
    }

    public Mono<Map<UUID, Organization>> byKey(UnitOfWork work, Collection<UUID> keys) {
        return work.sql("select o.id, o.name, o.host from party.organization o where o.id = any(:keys)")
                .bind("keys", keys.toArray(UUID[]::new))
                .list(row -> new Organization(Rows.uuid(row, "id"), Rows.text(row, "name"), Rows.text(row, "host")))
                .collectMap(Organization::key);
    }

    Mono<List<OperatorAgreement>> operatorAgreements(UnitOfWork work, UUID organization) {
        return work.sql("""
                        select a.id, lower(a.in_force) as begins, upper(a.in_force) as ends
                        from document.operator_agreement a
                        where a.organization_id = :organization
                        order by lower(a.in_force) desc, a.id
                        limit 100
                        """)
                .bind("organization", organization)
                .list(row -> new OperatorAgreement(
                        Rows.uuid(row, "id"),
                        Rows.valueOrNull(row, "begins", LocalDate.class),
                        Rows.valueOrNull(row, "ends", LocalDate.class)))
                .collectList();
    }

    Mono<List<DistrictAgreement>> districtAgreements(UnitOfWork work, UUID organization) {
        return work.sql(AGREEMENT + """
                        from document.district_agreement a
                        where a.organization_id = :organization
                        order by lower(a.in_force) desc, a.id
                        limit 100
                        """)
                .bind("organization", organization)
                .list(Organizations::districtAgreement)
                .collectList();
    }

    /** For a district's steward and the operator; row-level security shows nobody else another's agreements. */
    Mono<Map<UUID, List<DistrictAgreement>>> ofDistricts(UnitOfWork work, Collection<UUID> districts) {
        return work.sql(AGREEMENT + """
                        from unnest(:districts) district
                        cross join lateral (
                          select x.*
                          from document.district_agreement x
                          where x.district_id = district
                            and (x.district_id = access.my_district() or access.is_operator())
                          order by lower(x.in_force) desc, x.id
                          limit 500
                        ) a
                        order by lower(a.in_force) desc, a.id
                        """)
                .bind("districts", districts.toArray(UUID[]::new))
                .list(Organizations::districtAgreement)
                .collect(Collectors.groupingBy(DistrictAgreement::districtKey));
    }

    private static DistrictAgreement districtAgreement(Readable row) {
        return new DistrictAgreement(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "district_id"),
                Rows.uuid(row, "organization_id"),
                Rows.valueOrNull(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.texts(row, "categories"),
                listOrNull(Rows.valueOrNull(row, "school_codes", String[].class)),
                listOrNull(Rows.valueOrNull(row, "school_years", Integer[].class)),
                Rows.text(row, "basis"),
                Rows.text(row, "verification"),
                Rows.text(row, "purpose"));
    }

    private static <T> @Nullable List<T> listOrNull(T @Nullable [] values) {
        return values == null ? null : Arrays.asList(values);
    }
}
