package link.studentsuccess.api.contact;

import org.jspecify.annotations.Nullable;

/** A person and how the person is reached. */
record Contact(
        Relationship relationship,
        String name,
        @Nullable String language,
        @Nullable String phone,
        @Nullable String email) {

    /** Who the person is to the student, the nearest first. */
    enum Relationship {
        SELF,
        PARENT,
        GUARDIAN,
        OTHER
    }
}
