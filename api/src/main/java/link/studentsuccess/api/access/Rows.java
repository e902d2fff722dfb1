package link.studentsuccess.api.access;

import io.r2dbc.spi.Readable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns by name, with what the schema promises of them: a column that cannot be null is never null. */
public final class Rows {

    private Rows() {}

    public static UUID uuid(Readable row, String column) {
        return value(row, column, UUID.class);
    }

    public static @Nullable UUID uuidOrNull(Readable row, String column) {
        return row.get(column, UUID.class);
    }

    public static String text(Readable row, String column) {
        return value(row, column, String.class);
    }

    public static @Nullable String textOrNull(Readable row, String column) {
        return row.get(column, String.class);
    }

    public static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    public static <T> @Nullable T valueOrNull(Readable row, String column, Class<T> type) {
        return row.get(column, type);
    }

    public static List<String> texts(Readable row, String column) {
        return Arrays.asList(value(row, column, String[].class));
    }

    public static List<UUID> uuids(Readable row, String column) {
        return Arrays.asList(value(row, column, UUID[].class));
    }
}
