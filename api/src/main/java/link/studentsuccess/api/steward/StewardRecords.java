package link.studentsuccess.api.steward;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the access policy answers a steward; to anybody else it answers nothing. */
@Component
class StewardRecords {

    Mono<List<ConsentToVerify>> consentsToVerify(UnitOfWork work, @Nullable UUID after, int limit) {
        return work.sql("""
                        select c.consent_id, c.organization_name, c.given_name, c.family_name, c.district_student_id, c.kind, c.signer_name,
                          c.capacity, c.signed_on, c.begins, c.ends, c.categories, c.audiences, c.recorded_at
                        from access.consents_to_verify(:after, :limit) c
                        """)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(StewardRecords::consent)
                .collectList();
    }

    Mono<List<DistrictDisclosure>> disclosures(
            UnitOfWork work, @Nullable String districtStudentId, @Nullable UUID after, int limit) {
        return work.sql("""
                        select d.release_id, d.at, d.organization_name, d.staff_name, d.role, d.category, d.district_student_ids,
                          d.released, d.withheld, d.bases, d.purpose, d.operation
                        from access.district_disclosures(:districtStudentId, :after, :limit) d
                        """)
                .bind("districtStudentId", districtStudentId, String.class)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(StewardRecords::disclosure)
                .collectList();
    }

    private static ConsentToVerify consent(Readable row) {
        return new ConsentToVerify(
                Rows.uuid(row, "consent_id"),
                Rows.text(row, "organization_name"),
                new ConsentToVerify.Child(
                        Rows.text(row, "given_name"),
                        Rows.text(row, "family_name"),
                        Rows.textOrNull(row, "district_student_id")),
                Rows.text(row, "kind"),
                Rows.text(row, "signer_name"),
                Rows.text(row, "capacity"),
                Rows.valueOrNull(row, "signed_on", LocalDate.class),
                Rows.value(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.texts(row, "categories"),
                Rows.texts(row, "audiences"),
                Rows.value(row, "recorded_at", OffsetDateTime.class));
    }

    private static DistrictDisclosure disclosure(Readable row) {
        return new DistrictDisclosure(
                Rows.uuid(row, "release_id"),
                Rows.value(row, "at", OffsetDateTime.class),
                Rows.textOrNull(row, "organization_name"),
                Rows.text(row, "staff_name"),
                Rows.text(row, "role"),
                Rows.text(row, "category"),
                Rows.texts(row, "district_student_ids"),
                Rows.value(row, "released", Integer.class),
                Rows.value(row, "withheld", Integer.class),
                Rows.texts(row, "bases"),
                Rows.textOrNull(row, "purpose"),
                Rows.textOrNull(row, "operation"));
    }
}
