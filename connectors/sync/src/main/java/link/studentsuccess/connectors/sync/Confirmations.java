package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;

/**
 * Records without a birth date: only what the district has confirmed, just as it is delivered now, stays. Asked when the
 * enrollments are merged, for the school is part of what was confirmed; readers see none of it before the commit.
 */
final class Confirmations {

    private final Publishing publishing;

    Confirmations(Publishing publishing) {
        this.publishing = publishing;
    }

    /** The students whose record is not confirmed, or not as it is now; it is gone again. */
    Set<UUID> settle(Map<UUID, UUID> candidates) throws SQLException {
        var students = List.copyOf(candidates.keySet());
        var full = publishing.generation().plan().stream(StreamName.STUDENT)
                .filter(stream -> stream.mode() == Mode.FULL)
                .isPresent();
        var confirmed = publishing
                .sql(
                        "select c.student_id from access.settle_candidates(:feed, :full, :students::uuid[], :records::uuid[])"
                                + " as c(student_id)")
                .set("full", full)
                .set("students", students)
                .set("records", students.stream().map(candidates::get).toList())
                .list(row -> Sql.uuid(row, "student_id"));
        var unconfirmed = new HashSet<>(students);
        confirmed.forEach(unconfirmed::remove);
        if (!unconfirmed.isEmpty()) {
            forget(unconfirmed);
        }
        return unconfirmed;
    }

    private void forget(Set<UUID> unconfirmed) throws SQLException {
        publishing
                .sql("delete from stage.proof p where p.pull_id = :pull and p.student_id = any(:students::uuid[])")
                .set("students", unconfirmed)
                .update();
        publishing.wrote(publishing
                .sql(
                        "delete from record.student_match m where m.district_id = :district and m.student_id = any(:students::uuid[])")
                .set("students", unconfirmed)
                .update());
        publishing.wrote(publishing.sql("""
                        delete from record.student r
                        where r.district_id = :district
                          and not exists (select from stage.proof p where p.pull_id = :pull and p.record_id = r.id)
                        """).update());
    }
}
