package link.studentsuccess.connectors.testkit;

import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import org.jspecify.annotations.Nullable;

/** One way in which a web service goes wrong. */
public enum Fault {
    RATE_LIMITED_FOR_SECONDS(429, RateLimited.class),
    RATE_LIMITED_UNTIL_DATE(429, RateLimited.class),
    RATE_LIMITED_SILENTLY(429, RateLimited.class),
    RATE_LIMITED_WITH_HTML(429, RateLimited.class),
    SIGN_IN_REFUSED(401, AuthProblem.class),
    INTERNAL_ERROR(500, TransientProblem.class),
    BAD_GATEWAY(502, TransientProblem.class),
    UNAVAILABLE(503, TransientProblem.class),
    GATEWAY_TIMEOUT(504, TransientProblem.class),
    CONNECTION_RESET(0, TransientProblem.class),
    HTML_AT_200(200, SourceDefect.class),
    EMPTY_BODY(200, SourceDefect.class),
    NULL_BODY(200, SourceDefect.class),
    ENVELOPE_MISSING(200, SourceDefect.class),
    TRUNCATED_BODY(200, SourceDefect.class),
    /** A good page whose next link leads to another host. */
    NEXT_LINK_ELSEWHERE(200, null),
    /** The answer to the call before, once more. */
    SAME_ANSWER_AGAIN(200, null);

    private final int status;
    private final @Nullable Class<? extends ConnectorProblem> expected;

    Fault(int status, @Nullable Class<? extends ConnectorProblem> expected) {
        this.status = status;
        this.expected = expected;
    }

    int status() {
        return status;
    }

    /** What a connector must let through or throw; absent where going on rightly is an answer too. */
    public @Nullable Class<? extends ConnectorProblem> expected() {
        return expected;
    }
}
