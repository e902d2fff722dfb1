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
 * and given name together; without an ID by birth date and both names, when exactly one child fits. An ID alone proves
 * nothing: numbers are mistyped, given on, and twins' are neighbours.
 */
final class Matching {

    private final Map<String, List<Kept>> byId = new HashMap<>();
    private final Map<LocalDate, List<Kept>> withoutId = new HashMap<>();

    Matching(Collection<Kept> kept) {
        for (var student : kept) {
            var id = idOf(student.districtStudentId());
            if (student.birthDate() == null) {
                continue;
            }
            if (id != null) {
                byId.computeIfAbsent(id, x -> new ArrayList<>()).add(student);
            } else {
                withoutId
                        .computeIfAbsent(student.birthDate(), x -> new ArrayList<>())
                        .add(student);
            }
        }
    }

    /** Whether only the whole of a district's students can tell that exactly one fits. */
    boolean needsEveryone() {
        return !withoutId.isEmpty();
    }

    /** The kept students whom the record fits, each for itself. */
    List<Kept> fitting(Person person) {
        var birthDate = person.birthDate();
        if (birthDate == null) {
            return List.of();
        }
        var fitting = new ArrayList<Kept>();
        for (var student : byId.getOrDefault(person.districtStudentId().strip(), List.of())) {
            if (birthDate.equals(student.birthDate()) && student.name().agreesWith(person.name())) {
                fitting.add(student);
            }
        }
        for (var student : withoutId.getOrDefault(birthDate, List.of())) {
            if (student.name().isSameAs(person.name())) {
                fitting.add(student);
            }
        }
        return fitting;
    }

    /** The proved matches; of two records with one district student ID the first counts. */
    <P extends Person> Map<Kept, P> prove(Collection<P> people) {
        var proved = new HashMap<Kept, P>();
        var ambiguous = new ArrayList<Kept>();
        for (var person : people) {
            for (var student : fitting(person)) {
                var before = proved.putIfAbsent(student, person);
                if (before != null
                        && !before.districtStudentId()
                                .strip()
                                .equals(person.districtStudentId().strip())) {
                    ambiguous.add(student);
                }
            }
        }
        ambiguous.forEach(proved::remove);
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
