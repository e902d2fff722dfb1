package link.studentsuccess.api.contact;

import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Contacts by enrollment; row-level security shows what this request has recorded as released. */
@Component
class ContactRecords {

    private record Row(UUID enrollment, Contact contact) {}

    Mono<Map<UUID, List<Contact>>> byEnrollment(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.relationship, x.name, x.language, x.phone, x.email
                        from record.contact x
                        where x.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), contact(row)))
                .collect(Collectors.groupingBy(Row::enrollment, Collectors.mapping(Row::contact, Collectors.toList())));
    }

    private static Contact contact(Readable row) {
        return new Contact(
                Contact.Relationship.valueOf(Rows.text(row, "relationship")),
                Rows.text(row, "name"),
                Rows.textOrNull(row, "language"),
                Rows.textOrNull(row, "phone"),
                Rows.textOrNull(row, "email"));
    }
}
