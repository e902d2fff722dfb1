package link.studentsuccess.api.graphql;

/** The request cannot be carried out as it is written; the message says what to change and repeats no value. */
public final class BadRequest extends RuntimeException {

    public BadRequest(String message) {
        super(message);
    }
}
