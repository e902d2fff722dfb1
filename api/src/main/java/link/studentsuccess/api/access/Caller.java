package link.studentsuccess.api.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and how: what the verified token and the request say. Nothing here grants anything.
 *
 * @param host the address used, without port
 * @param email the e-mail that the sign-in server has verified, by which an invited newcomer is known
 * @param client what the client calls itself
 */
record Caller(
        String issuer,
        String subject,
        @Nullable String email,
        List<String> scopes,
        String host,
        String documentHash,
        @Nullable String client) {}
