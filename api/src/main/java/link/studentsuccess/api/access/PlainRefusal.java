package link.studentsuccess.api.access;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A request beside GraphQL that is refused, with the sentence for who sent it: what to do, and no value of it. */
public final class PlainRefusal extends ResponseStatusException {

    private final String sentence;

    public PlainRefusal(HttpStatus status, String sentence) {
        super(status, sentence);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
