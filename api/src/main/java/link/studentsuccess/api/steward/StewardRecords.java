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
        return work.sql("select * from access.consents_to_verify(:after, :limit)")
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(StewardRecords::consent)
                .collectList();
    }

    Mono<List<DistrictDisclosure>> disclosures(
            UnitOfWork work, @Nullable String districtStudentId, @Nullable UUID after, int limit) {
        return work.sql("select * from access.district_disclosures(:districtStudentId, :after, :limit)")
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
