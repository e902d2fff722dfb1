package link.studentsuccess.api.access;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands behind a guard: a student for whom the category is open. */
public interface Facet {

    Student student();

    DataCategory category();

    /** The enrollments that this transaction has recorded as released. */
    default List<UUID> enrollments() {
        return student().decision(category()).enrollments();
    }

    /** The first school year that the district's agreement shows, by the year in which it ends; absent: all. */
    default @Nullable Integer getRecordsFrom() {
        return student().decision(category()).recordsFrom();
    }
}
