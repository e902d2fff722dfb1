package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Element;

/** The days on which something begins or ends. */
final class Boundaries {

    private Boundaries() {}

    static Stream<LocalDate> of(Element element) {
        return element.fields().stream().map(field -> read(element, field)).flatMap(Boundaries::days);
    }

    private static Stream<LocalDate> days(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Days days && !days.equals(Days.ALWAYS)) {
            return Stream.concat(Stream.of(days.from()), Stream.ofNullable(days.until()));
        }
        return Stream.empty();
    }

    private static @org.jspecify.annotations.Nullable Object read(Element element, java.lang.reflect.Field field) {
        try {
            return field.get(element);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
