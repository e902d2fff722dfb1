package link.studentsuccess.api.consent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a consent comes to today, by the rule that decides access. */
record ConsentToday(boolean counts, @Nullable String reason, List<String> outsideAgreement) {

    /** Of a child whose consents the viewer does not keep. */
    static final ConsentToday NOTHING = new ConsentToday(false, null, List.of());
}
