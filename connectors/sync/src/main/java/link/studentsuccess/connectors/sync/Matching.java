package link.studentsuccess.connectors.sync;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is whom: a district's record proves to be an organization's student by district student ID, birth date, family
 * and given name together. An ID alone proves nothing: numbers are mistyped, given on, and twins' are neighbours.
 * Without an ID nobody is matched: birth date and names alone may be another child's.
 */
final class Matching {

    private final Map<String, List<Kept>> byId = new HashMap<>();

    Matching(Collection<Kept> kept) {
        for (var student : kept) {
            var id = idOf(student.districtStudentId());
            if (id != null && student.birthDate() != null) {
                byId.computeIfAbsent(id, x -> new ArrayList<>()).add(student);
            }
        }
    }

    /** The kept students whom the record fits, each for itself. */
    List<Kept> fitting(Person person) {
        var birthDate = person.birthDate();
        if (birthDate == null) {
            return List.of();
        }
        return byId.getOrDefault(person.districtStudentId().strip(), List.of()).stream()
                .filter(student -> birthDate.equals(student.birthDate()))
                .filter(student -> student.name().agreesWith(person.name()))
                .toList();
    }

    /** The proved matches; of two records with one district student ID the first counts. */
    <P extends Person> Map<Kept, P> prove(Collection<P> people) {
        var proved = new HashMap<Kept, P>();
        for (var person : people) {
            fitting(person).forEach(student -> proved.putIfAbsent(student, person));
        }
        return proved;
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
