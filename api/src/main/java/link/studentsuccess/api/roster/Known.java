package link.studentsuccess.api.roster;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the member may know of the organization's participants, as the file is read into it: rows see those before them. */
final class Known {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final Map<UUID, Child> byKey = new HashMap<>();
    private final Map<String, Child> byExternalId = new HashMap<>();
    private final Map<String, List<Child>> byName = new HashMap<>();
    private final Map<String, Child> byNumber = new HashMap<>();
    private final Names programs = new Names();
    private final Names districts = new Names();
    private final Set<String> takenExternalIds = new HashSet<>();

    /** Who a child is. */
    record Person(
            String given,
            String family,
            @Nullable String preferred,
            @Nullable LocalDate birthDate,
            @Nullable String externalId) {

        String name() {
            return folded(family) + "\n" + folded(given);
        }
    }

    /** What people call things: a name written exactly so comes before those that differ by case and accents only. */
    static final class Names {

        private final Map<String, UUID> exact = new HashMap<>();
        private final Map<String, List<UUID>> alike = new HashMap<>();

        void put(String name, UUID key) {
            exact.put(name, key);
            alike.computeIfAbsent(folded(name), folded -> new ArrayList<>()).add(key);
        }

        /** None, the one, or several that may be meant. */
        List<UUID> find(String name) {
            var key = exact.get(name);
            return key == null ? alike.getOrDefault(folded(name), List.of()) : List.of(key);
        }
    }

    /** A district that a child has. */
    record Place(UUID key, @Nullable String number) {}

    /** Service in a program. */
    record Days(
            UUID key,
            UUID program,
            LocalDate begins,
            @Nullable LocalDate ends) {

        boolean overlaps(LocalDate otherBegins, @Nullable LocalDate otherEnds) {
            return (ends == null || otherBegins.isBefore(ends)) && (otherEnds == null || begins.isBefore(otherEnds));
        }
    }

    /** A participant, there before or from an earlier row. */
    static final class Child {

        private final UUID key;
        private Person person;
        private final Map<UUID, Place> districts = new HashMap<>();
        private final List<Days> service = new ArrayList<>();

        private Child(UUID key, Person person) {
            this.key = key;
            this.person = person;
        }

        UUID key() {
            return key;
        }

        Person person() {
            return person;
        }

        Map<UUID, Place> districts() {
            return districts;
        }

        List<Days> service() {
            return service;
        }
    }

    static String folded(String name) {
        return MARKS.matcher(Normalizer.normalize(name.strip(), Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    Names programs() {
        return programs;
    }

    Names districts() {
        return districts;
    }

    void takenExternalId(String externalId) {
        takenExternalIds.add(externalId);
    }

    /** Whether the key is one of a participant whom the member may not know of. */
    boolean isHidden(String externalId) {
        return takenExternalIds.contains(externalId) && !byExternalId.containsKey(externalId);
    }

    Child add(UUID key, Person person) {
        var child = new Child(key, person);
        byKey.put(key, child);
        index(child);
        return child;
    }

    void change(Child child, Person person) {
        byName.getOrDefault(child.person.name(), List.of()).remove(child);
        child.person = person;
        index(child);
    }

    private void index(Child child) {
        byName.computeIfAbsent(child.person.name(), name -> new ArrayList<>()).add(child);
        if (child.person.externalId() != null) {
            byExternalId.put(child.person.externalId(), child);
        }
    }

    void place(UUID participant, UUID district, Place place) {
        var child = byKey.get(participant);
        if (child != null) {
            child.districts.put(district, place);
            if (place.number() != null) {
                byNumber.putIfAbsent(district + " " + place.number().strip(), child);
            }
        }
    }

    /** Participants who have a district. */
    List<UUID> placed() {
        return byKey.values().stream()
                .filter(child -> !child.districts.isEmpty())
                .map(Child::key)
                .toList();
    }

    void serve(UUID participant, Days days) {
        var child = byKey.get(participant);
        if (child != null) {
            child.service.add(days);
        }
    }

    @Nullable
    Child byExternalId(String externalId) {
        return byExternalId.get(externalId);
    }

    /** Of the same names; their birth dates may differ. */
    List<Child> byName(Person person) {
        return List.copyOf(byName.getOrDefault(person.name(), List.of()));
    }

    @Nullable
    Child byNumber(UUID district, String number) {
        return byNumber.get(district + " " + number);
    }
}
