package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import org.jspecify.annotations.Nullable;

/** The student keys of this source that belong to kept students, with the categories that are kept of them. */
record Links(Map<String, Set<String>> categories) {

    static final Links NONE = new Links(Map.of());

    boolean any(SourceKey student) {
        return categories.containsKey(student.value().strip());
    }

    boolean open(SourceKey student, String category) {
        return categories.getOrDefault(student.value().strip(), Set.of()).contains(category);
    }

    /** As they stand after the generation's own students, or the last published ones, are known. */
    static Links of(Connection connection, Generation generation) throws SQLException {
        var people = published(connection, generation);
        var students = generation.plan().stream(StreamName.STUDENT);
        if (students.isPresent()) {
            var staged = staged(connection, generation);
            if (students.get().mode() == Mode.FULL) {
                people.removeIf(Person::own);
            } else {
                var keys = staged.stream().map(Person::sourceKey).collect(Collectors.toSet());
                people.removeIf(p -> p.own() && keys.contains(p.sourceKey()));
            }
            staged.stream().filter(p -> !p.deleted()).forEach(people::add);
        }
        var bySource = generation.plan().studentKeys() == StudentKeys.SOURCE;
        var linked = new HashMap<String, Set<String>>();
        new Matching(generation.kept())
                .prove(people)
                .forEach((kept, person) -> linked.computeIfAbsent(
                                bySource
                                        ? person.sourceKey().strip()
                                        : person.districtStudentId().strip(),
                                x -> new HashSet<>())
                        .addAll(Matching.categories(kept, person)));
        return new Links(linked);
    }

    private static List<Person> published(Connection connection, Generation generation) throws SQLException {
        return new ArrayList<>(Sql.of(connection, """
                        select coalesce(k.to_key, s.source_key) as source_key, s.district_student_id, s.given_name,
                          s.family_name, s.preferred_given_name, s.birth_date, s.feed_id = :feed as own, false as deleted
                        from record.student s
                        left join stage.key_change k on k.pull_id = :pull and k.stream = 'STUDENT'
                          and s.feed_id = :feed and k.from_key = s.source_key
                        where s.district_id = :district
                          and (s.feed_id = :feed or not :own_only)
                        order by s.feed_id, s.source_key
                        """)
                .set("feed", generation.feed().id())
                .set("pull", generation.pull())
                .set("district", generation.feed().district())
                .set("own_only", generation.plan().studentKeys() == StudentKeys.SOURCE)
                .list(Person::read));
    }

    private static List<Person> staged(Connection connection, Generation generation) throws SQLException {
        return Sql.of(connection, """
                        select distinct on (source_key) source_key, coalesce(district_student_id, '') as district_student_id,
                          coalesce(given_name, '') as given_name, coalesce(family_name, '') as family_name,
                          preferred_given_name, birth_date, true as own, deleted
                        from stage.student
                        where pull_id = :pull
                        order by source_key, seq desc
                        """).set("pull", generation.pull()).list(Person::read);
    }

    /** A district's student with the source's key. */
    private record Person(
            String sourceKey,
            String districtStudentId,
            Kept.Name name,
            @Nullable LocalDate birthDate,
            Origin origin) implements Matching.Person {

        static Person read(ResultSet row) throws SQLException {
            return new Person(
                    row.getString("source_key"),
                    row.getString("district_student_id"),
                    Kept.Name.read(row),
                    Sql.date(row, "birth_date"),
                    new Origin(row.getBoolean("own"), row.getBoolean("deleted")));
        }

        boolean own() {
            return origin.own();
        }

        boolean deleted() {
            return origin.deleted();
        }

        @Override
        public String toString() {
            return "Person[…]";
        }
    }

    /** Whether this feed delivered it, and whether it says now that it is gone. */
    private record Origin(boolean own, boolean deleted) {}
}
