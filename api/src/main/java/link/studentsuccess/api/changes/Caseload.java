package link.studentsuccess.api.changes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Watched;

/**
 * How a caseload stood at one instant: per student and category whether it is open, or why not, and of
 * shared participation a fingerprint; per district and
 * category how new the data is. Nothing else is kept.
 */
final class Caseload {

    private static final String OPEN = "";
    private static final Instant NEVER = Instant.MIN;

    private final Map<UUID, Map<DataCategory, String>> students = new HashMap<>();
    private final Map<UUID, Map<DataCategory, Instant>> published = new HashMap<>();

    private Caseload() {}

    static Caseload of(List<Watched> rows) {
        var caseload = new Caseload();
        for (var row : rows) {
            caseload.students
                    .computeIfAbsent(row.student(), id -> new EnumMap<>(DataCategory.class))
                    .put(row.category(), Objects.requireNonNullElse(row.state(), OPEN));
            var at = row.publishedAt();
            caseload.published
                    .computeIfAbsent(row.district(), id -> new EnumMap<>(DataCategory.class))
                    .put(row.category(), at == null ? NEVER : at.toInstant());
        }
        return caseload;
    }

    /**
     * What is different in a later state.
     *
     * @param newer districts and categories whose data is newer
     * @param isLast nobody is assigned any more
     */
    record Difference(List<CategoriesChanged> categories, Map<UUID, Set<DataCategory>> newer, boolean isLast) {}

    Difference until(Caseload later) {
        return new Difference(categories(later), newer(later), later.students.isEmpty());
    }

    /** Who joins or leaves the caseload changes in every category. */
    private List<CategoriesChanged> categories(Caseload later) {
        var ids = new HashSet<>(students.keySet());
        ids.addAll(later.students.keySet());
        var changes = new ArrayList<CategoriesChanged>();
        for (var id : ids) {
            var before = students.getOrDefault(id, Map.of());
            var after = later.students.getOrDefault(id, Map.of());
            var different = EnumSet.noneOf(DataCategory.class);
            for (var category : DataCategory.values()) {
                if (!Objects.equals(before.get(category), after.get(category))) {
                    different.add(category);
                }
            }
            if (!different.isEmpty()) {
                changes.add(new CategoriesChanged(id, List.copyOf(different)));
            }
        }
        return changes;
    }

    /** A district that joins by a new student has published before: that is no news. */
    private Map<UUID, Set<DataCategory>> newer(Caseload later) {
        var newer = new HashMap<UUID, Set<DataCategory>>();
        later.published.forEach((district, categories) -> categories.forEach((category, at) -> {
            var before = published.getOrDefault(district, Map.of()).get(category);
            if (before != null && before.isBefore(at)) {
                newer.computeIfAbsent(district, id -> EnumSet.noneOf(DataCategory.class))
                        .add(category);
            }
        }));
        return newer;
    }
}
