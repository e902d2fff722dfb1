package link.studentsuccess.api.access;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A request that is not answered at all: by a person without an active membership at this address, too many at once, or
 * in a form in which it is never answered. The code is for the record only.
 */
public final class Refused extends RuntimeException {

    private static final String NOT_FOR_ROLE = "NOT_FOR_ROLE";

    private final HttpStatus status;
    private final @Nullable DailyLimit limit;

    private Refused(String code, HttpStatus status) {
        this(code, status, null);
    }

    private Refused(String code, HttpStatus status, @Nullable DailyLimit limit) {
        super(code);
        this.status = status;
        this.limit = limit;
    }

    static Refused notActive(String code) {
        return new Refused(code, HttpStatus.FORBIDDEN);
    }

    /** A mutation or subscription that the role matrix keeps from the role; beside GraphQL, what a service account may not do. */
    static Refused notForRole() {
        return new Refused(NOT_FOR_ROLE, HttpStatus.FORBIDDEN);
    }

    /** Answered once, and so never as a stream of events. */
    static Refused notAStream() {
        return new Refused("NOT_A_STREAM", HttpStatus.NOT_ACCEPTABLE);
    }

    public static Refused tooMany(String code) {
        return new Refused(code, HttpStatus.TOO_MANY_REQUESTS);
    }

    static Refused tooMuchInADay(DailyLimit limit) {
        return new Refused(limit.name(), HttpStatus.TOO_MANY_REQUESTS, limit);
    }

    String code() {
        return String.valueOf(getMessage());
    }

    boolean isForRole() {
        return code().equals(NOT_FOR_ROLE);
    }

    /** Of which too much was taken in one day; absent: it is another refusal. */
    @Nullable
    DailyLimit limit() {
        return limit;
    }

    HttpStatus status() {
        return status;
    }
}
