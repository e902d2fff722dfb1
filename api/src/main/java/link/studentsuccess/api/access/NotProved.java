package link.studentsuccess.api.access;

import java.util.List;

/** The application does not start: access is not proved. Names every place. */
public final class NotProved extends IllegalStateException {

    NotProved(List<String> faults) {
        super("Access is not proved, so the application does not start:\n - " + String.join("\n - ", faults));
    }
}
