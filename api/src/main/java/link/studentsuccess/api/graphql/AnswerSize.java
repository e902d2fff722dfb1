package link.studentsuccess.api.graphql;

import graphql.GraphQLError;
import graphql.execution.AbortExecutionException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * How large an answer may be. Until it has gone it is held in memory, and who asked for it may read as slowly as they like:
 * many of a size that the limits on lists allow would be too much.
 */
@Component
public final class AnswerSize {

    /** What a value takes that is no text, with what stands around it. */
    private static final int A_LITTLE = 8;

    private final long largest;
    private final String sentence;

    AnswerSize(@Value("${link.largest-answer}") DataSize largest) {
        this.largest = largest.toBytes();
        this.sentence = "The answer is larger than " + largest.toKilobytes()
                + " KiB: ask for fewer fields, or for smaller pages.";
    }

    /** Of an answer that is too large, that it is; counted without writing it, and about as many bytes as it has. */
    public List<GraphQLError> faults(@Nullable Object data) {
        return left(data, largest) < 0 ? List.of(new AbortExecutionException(sentence)) : List.of();
    }

    private static long left(@Nullable Object value, long room) {
        if (value instanceof Map<?, ?> fields) {
            for (var field : fields.entrySet()) {
                room = left(field.getValue(), left(field.getKey(), room));
                if (room < 0) {
                    return room;
                }
            }
            return room;
        }
        if (value instanceof List<?> entries) {
            for (var entry : entries) {
                room = left(entry, room);
                if (room < 0) {
                    return room;
                }
            }
            return room;
        }
        return room - (value instanceof String text ? text.length() + A_LITTLE : A_LITTLE);
    }
}
