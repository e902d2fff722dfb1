package link.studentsuccess.api.graphql;

/** Why a mutation was not carried out: data of its payload, not an error of the request. */
public record UserError(String field, Code code, String message) {

    /** Machine-readable reason. */
    public enum Code {
        NOT_FOUND,
        OUT_OF_RANGE
    }

    public static UserError notFound(String field, String message) {
        return new UserError(field, Code.NOT_FOUND, message);
    }

    public static UserError outOfRange(String field, String message) {
        return new UserError(field, Code.OUT_OF_RANGE, message);
    }
}
