package link.studentsuccess.api.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** More requests than the limit allows; the same answer whatever was asked, and when to ask again. */
final class TooManyRequests extends ResponseStatusException {

    private final long seconds;

    TooManyRequests(long seconds) {
        super(HttpStatus.TOO_MANY_REQUESTS);
        this.seconds = seconds;
    }

    @Override
    public HttpHeaders getHeaders() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return headers;
    }
}
