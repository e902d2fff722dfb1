package link.studentsuccess.api.file;

import java.nio.ByteBuffer;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Places for files and the files in them; the access policy says whose. */
@Component
class Files {

    /** A file as it is read. */
    record Content(String name, String mediaType, ByteBuffer bytes) {}

    private final FileLimits limits;

    Files(FileLimits limits) {
        this.limits = limits;
    }

    /** Whether there is a place: not for a member who has asked for as many within an hour as one may. */
    Mono<Boolean> ask(UnitOfWork work, UUID id, byte[] ticketHash, String purpose, String name) {
        return work.sql("""
                        insert into document.file (id, membership_id, organization_id, district_id, purpose, name, ticket_hash)
                        select :id, access.my_membership(), access.my_organization(), access.my_district(), :purpose, :name, :ticket
                        where (
                          select count(*)
                          from document.file f
                          where f.membership_id = access.my_membership()
                            and f.requested_at > transaction_timestamp() - interval '1 hour') < :most
                        """)
                .bind("id", id)
                .bind("purpose", purpose)
                .bind("name", name)
                .bind("ticket", ticketHash)
                .bind("most", limits.perHour())
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * Spends the ticket, and says the purpose of the place that it opens; empty when it opens none, or one that is too old,
     * or another upload was quicker.
     */
    Mono<String> spend(UnitOfWork work, byte[] ticketHash) {
        return work.sql("""
                        update document.file f
                        set spent_at = transaction_timestamp()
                        where f.ticket_hash = :ticket
                          and f.spent_at is null
                          and f.requested_at > transaction_timestamp() - interval '10 minutes'
                        returning f.purpose
                        """).bind("ticket", ticketHash).one(row -> Rows.text(row, "purpose"));
    }

    /** Fills the place; empty when it is filled, or has become too old meanwhile. */
    Mono<UUID> fill(UnitOfWork work, byte[] ticketHash, String mediaType, byte[] content) {
        return work.sql("""
                        update document.file f
                        set media_type = :type, size = :size, sha256 = encode(sha256(:content), 'hex'), content = :content,
                          uploaded_at = transaction_timestamp()
                        where f.ticket_hash = :ticket and f.uploaded_at is null
                        """)
                .bind("type", mediaType)
                .bind("size", content.length)
                .bind("content", content)
                .bind("ticket", ticketHash)
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .flatMap(one -> work.sql("select f.id from document.file f where f.ticket_hash = :ticket")
                        .bind("ticket", ticketHash)
                        .one(row -> Rows.uuid(row, "id")));
    }

    Mono<Content> read(UnitOfWork work, UUID file) {
        return work.sql("select c.name, c.media_type, c.content from access.file_content(:file) c")
                .bind("file", file)
                .one(row -> new Content(
                        Rows.text(row, "name"),
                        Rows.text(row, "media_type"),
                        Rows.value(row, "content", ByteBuffer.class)));
    }
}
