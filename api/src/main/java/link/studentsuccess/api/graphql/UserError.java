package link.studentsuccess.api.graphql;

/** Why a mutation was not carried out: data of its payload, not an error of the request. */
public record UserError(String field, Code code, String message) {

    /** Machine-readable reason. */
    public enum Code {
        NOT_FOUND,
        OUT_OF_RANGE,
        MALFORMED,
        CHANGED_MEANWHILE,
        CONFLICT,
        POSSIBLE_DUPLICATE,
        NOT_ALLOWED
    }

    public static UserError notFound(String field, String message) {
        return new UserError(field, Code.NOT_FOUND, message);
    }

    public static UserError malformed(String field, String message) {
        return new UserError(field, Code.MALFORMED, message);
    }

    public static UserError changedMeanwhile() {
        return new UserError(
                "input.version",
                Code.CHANGED_MEANWHILE,
                "It has changed since the version that was sent: look at it again, then decide anew.");
    }

    public static UserError conflict(String field, String message) {
        return new UserError(field, Code.CONFLICT, message);
    }

    public static UserError notAllowed(String field, String message) {
        return new UserError(field, Code.NOT_ALLOWED, message);
    }

    public static UserError outOfRange(String field, String message) {
        return new UserError(field, Code.OUT_OF_RANGE, message);
    }
}
