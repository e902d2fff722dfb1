package link.studentsuccess.connectors.testkit;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.PermissionProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import org.jspecify.annotations.Nullable;

/** What a status other than 2xx means, as {@link link.studentsuccess.connectors.spi.HttpGateway#get} says. */
final class Answers {

    private Answers() {}

    static ConnectorProblem problem(int status, Map<String, List<String>> headers, Clock clock) {
        if (status == 401) {
            return new AuthProblem("The source refuses the sign-in: check client ID and secret.");
        }
        if (status == 403) {
            return new PermissionProblem("The sign-in has no right to this: ask the source's administrator.");
        }
        if (status == 429) {
            return new RateLimited("The source asks for a pause.", retryAt(headers.get("retry-after"), clock));
        }
        if (status == 408 || status >= 500) {
            return new TransientProblem("The source answers with status " + status + ".", null);
        }
        return new SourceDefect("The source answers with status " + status + ": check the address.", status);
    }

    private static @Nullable Instant retryAt(@Nullable List<String> header, Clock clock) {
        if (header == null || header.isEmpty()) {
            return null;
        }
        var value = header.get(0).strip();
        if (value.matches("\\d{1,6}")) {
            return clock.instant().plusSeconds(Long.parseLong(value));
        }
        try {
            return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
