package link.studentsuccess.connectors.sync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import org.jspecify.annotations.Nullable;

/** Who is whose: the matches that what is published now still proves. */
final class Proofs {

    private final Publishing publishing;

    Proofs(Publishing publishing) {
        this.publishing = publishing;
    }

    /** Whose match stands before anything is merged: a record that goes takes its matches along. */
    Set<UUID> standing() throws SQLException {
        return Set.copyOf(publishing
                .sql("select m.student_id from record.student_match m where m.district_id = :district")
                .list(row -> Sql.uuid(row, "student_id")));
    }

    /** Every match is proved again, by the windows as they are now; what proves to be nobody's is purged. */
    Proved prove(List<Kept> keptNow) throws SQLException {
        var people = publishing.sql("""
                        select s.id, s.source_key, s.district_student_id, s.given_name, s.family_name,
                          s.preferred_given_name, s.birth_date, s.feed_id = :feed as own
                        from record.student s
                        where s.district_id = :district
                        order by s.feed_id, s.source_key
                        """).list(Person::read);
        var bySource = publishing.generation().plan().studentKeys() == StudentKeys.SOURCE;
        var proofs = new CopyRows("stage.proof", "pull_id, student_id, record_id, student_key, categories");
        var proved = new Matching(keptNow).prove(people);
        proved.forEach((kept, person) -> proofs.add(
                publishing.generation().pull(),
                kept.studentId(),
                person.id(),
                bySource ? person.ownKey() : person.districtStudentId().strip(),
                "{" + String.join(",", new TreeSet<>(Matching.categories(kept, person))) + "}"));
        proofs.copyInto(publishing.connection());
        publishing.wrote(publishing.sql("""
                        delete from record.student_match m
                        where m.district_id = :district
                          and not exists (
                            select
                            from stage.proof p
                            where p.pull_id = :pull and p.student_id = m.student_id and p.record_id = m.record_id
                          )
                        """).update());
        publishing.wrote(publishing.sql("""
                        insert into record.student_match (student_id, district_id, record_id, proved_at)
                        select p.student_id, :district, p.record_id, transaction_timestamp()
                        from stage.proof p
                        where p.pull_id = :pull
                          and p.categories <> '{}' -- what is to be confirmed
                          and not exists (select from record.student_match m where m.student_id = p.student_id and m.district_id = :district)
                        """).update());
        publishing.wrote(publishing.sql("""
                        delete from record.student r
                        where r.district_id = :district
                          and not exists (select from stage.proof p where p.pull_id = :pull and p.record_id = r.id)
                        """).update());
        var candidates = new HashMap<UUID, UUID>();
        proved.forEach((kept, person) -> {
            if (person.birthDate() == null) {
                candidates.put(kept.studentId(), person.id());
            }
        });
        return new Proved(ids(keptNow.stream()), ids(proved.keySet().stream()), candidates);
    }

    /** Whose match stood and is not proved any more is written down for the district. */
    void tellBroken(Proved proved, Set<UUID> standing, Set<UUID> unconfirmed) throws SQLException {
        publishing
                .sql("select access.settle_matches(:broken::uuid[], :kept::uuid[])")
                .set(
                        "broken",
                        proved.kept().stream()
                                .filter(standing::contains)
                                .filter(student ->
                                        !proved.students().contains(student) || unconfirmed.contains(student))
                                .toList())
                .set("kept", proved.kept())
                .exists();
    }

    /** Whom something is kept of, who is matched, and whose record stands there without a birth date. */
    record Proved(Set<UUID> kept, Set<UUID> students, Map<UUID, UUID> candidates) {}

    private static Set<UUID> ids(Stream<Kept> kept) {
        return kept.map(Kept::studentId).collect(Collectors.toSet());
    }

    /** A published record, to be proved. */
    private record Person(UUID id, @Nullable String ownKey, Identity identity) implements Matching.Person {

        static Person read(ResultSet row) throws SQLException {
            return new Person(
                    Sql.uuid(row, "id"),
                    row.getBoolean("own") ? row.getString("source_key").strip() : null,
                    new Identity(
                            row.getString("district_student_id"), Kept.Name.read(row), Sql.date(row, "birth_date")));
        }

        @Override
        public String districtStudentId() {
            return identity.districtStudentId();
        }

        @Override
        public Kept.Name name() {
            return identity.name();
        }

        @Override
        public @Nullable LocalDate birthDate() {
            return identity.birthDate();
        }

        @Override
        public String toString() {
            return "Person[" + id + "]";
        }
    }

    private record Identity(
            String districtStudentId,
            Kept.Name name,
            @Nullable LocalDate birthDate) {}
}
