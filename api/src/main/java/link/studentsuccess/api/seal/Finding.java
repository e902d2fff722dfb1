package link.studentsuccess.api.seal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is not as it was sealed. Names seals and rows by number and id, and holds nothing of what stands in a row. */
record Finding(Kind kind, @Nullable Long seal, @Nullable Row row, String message) {

    /** How the ledger and its seals differ. */
    enum Kind {
        ROW_EDITED,
        ROW_DELETED,
        ROW_INSERTED,
        ROW_BACK_DATED,
        READING_ALTERED,
        LIST_ALTERED,
        SEAL_ALTERED,
        KEY_UNKNOWN,
        KEY_RETIRED,
        SEAL_MISSING,
        FORKED,
        TAIL_MISSING,
        SEALED_LATE,
        NOT_SEALED
    }

    /** A row of a table. */
    record Row(Relation relation, UUID id) {

        @Override
        public String toString() {
            return relation.table() + " " + id;
        }
    }
}
