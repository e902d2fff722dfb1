package link.studentsuccess.connectors.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a pull could not go on. The class answers who must act and whether trying again helps; the message is one
 * sentence for that person, without any value of a student, any secret or any query string.
 */
public abstract sealed class ConnectorProblem extends RuntimeException {

    protected ConnectorProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The settings are wrong; the district's integrator must act. Not retried. */
    public static final class ConfigProblem extends ConnectorProblem {
        public ConfigProblem(String message) {
            super(message, null);
        }
    }

    /** The source refuses the credentials; the district must act. Not retried, so that no account is locked. */
    public static final class AuthProblem extends ConnectorProblem {
        public AuthProblem(String message) {
            super(message, null);
        }
    }

    /** The credentials are good but not for this stream; the district must act. */
    public static final class PermissionProblem extends ConnectorProblem {
        public PermissionProblem(String message) {
            super(message, null);
        }
    }

    /** The source asks for a pause. */
    public static final class RateLimited extends ConnectorProblem {
        private final @Nullable Instant retryAt;

        public RateLimited(String message, @Nullable Instant retryAt) {
            super(message, null);
            this.retryAt = retryAt;
        }

        /** When the source says to come back; absent where it does not say. */
        public @Nullable Instant retryAt() {
            return retryAt;
        }
    }

    /** The source or the way to it failed for now; the engine tries again. */
    public static final class TransientProblem extends ConnectorProblem {
        public TransientProblem(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The source answered something that cannot be right; the last good data stays, the district must act. */
    public static final class SourceDefect extends ConnectorProblem {
        private final int status;

        public SourceDefect(String message) {
            this(message, 0);
        }

        public SourceDefect(String message, int status) {
            super(message, null);
            this.status = status;
        }

        /** The HTTP status that has no class of its own here, such as 404; 0 where the answer itself was wrong. */
        public int status() {
            return status;
        }
    }

    /** The source changed under the read; the pull starts again from its beginning. */
    public static final class RestartRequired extends ConnectorProblem {
        public RestartRequired(String message) {
            super(message, null);
        }
    }
}
