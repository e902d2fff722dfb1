package link.studentsuccess.connectors.sync;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is whom: a district's record proves to be an organization's student by district student ID, birth date, family
 * and given name together. An ID alone proves nothing: numbers are mistyped, given on, and twins' are neighbours.
 * Without an ID nobody is matched: birth date and names alone may be another child's. Where the district delivers no
 * birth date, ID and names make a candidate, which the district has to confirm ({@link Confirmations}).
 */
final class Matching {

    private final Map<String, List<Kept>> byId = new HashMap<>();

    Matching(Collection<Kept> kept) {
        for (var student : kept) {
            var id = idOf(student.districtStudentId());
            if (id != null) {
                byId.computeIfAbsent(id, x -> new ArrayList<>()).add(student);
            }
        }
    }

    /** The kept students whom the record fits, each for itself. */
    List<Kept> fitting(Person person) {
        var birthDate = person.birthDate();
        return byId.getOrDefault(person.districtStudentId().strip(), List.of()).stream()
                .filter(student -> birthDate == null || birthDate.equals(student.birthDate()))
                .filter(student -> student.name().agreesWith(person.name()))
                .toList();
    }

    /** Who is whom; of two records with one district student ID the first counts, one with a birth date before others. */
    <P extends Person> Map<Kept, P> prove(Collection<P> people) {
        var proved = new HashMap<Kept, P>();
        for (var withBirthDate : List.of(true, false)) {
            for (var person : people) {
                if ((person.birthDate() != null) == withBirthDate) {
                    fitting(person).forEach(student -> proved.putIfAbsent(student, person));
                }
            }
        }
        return proved;
    }

    /** What may be kept of a student by a record: nothing but the record itself while the district has not confirmed it. */
    static Set<String> categories(Kept student, Person person) {
        return person.birthDate() == null && student.confirmed() == null ? Set.of() : student.categories();
    }

    private static @Nullable String idOf(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    /** What a district says of a student. */
    interface Person {
        String districtStudentId();

        Kept.Name name();

        @Nullable
        LocalDate birthDate();
    }
}
