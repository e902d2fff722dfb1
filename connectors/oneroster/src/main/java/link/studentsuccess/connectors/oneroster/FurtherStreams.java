package link.studentsuccess.connectors.oneroster;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import link.studentsuccess.connectors.oneroster.OneRosterService.Question;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.StreamName;

/** What a feed reads beside the roster and its grades: only what its setting names, and nothing of it is asked for otherwise. */
final class FurtherStreams {

    static final String SETTING = "alsoRead";
    static final Set<StreamName> ALL = Set.of(StreamName.SCHEDULE, StreamName.CONTACT, StreamName.DEMOGRAPHICS);

    private FurtherStreams() {}

    /** In dependency order. */
    static Set<StreamName> named(Settings settings) {
        var named = EnumSet.noneOf(StreamName.class);
        for (var word : settings.textOr(SETTING, "").split(",", -1)) {
            if (!word.isBlank()) {
                named.add(stream(word.strip().toUpperCase(Locale.ROOT)));
            }
        }
        return named;
    }

    private static StreamName stream(String word) {
        return ALL.stream()
                .filter(stream -> stream.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new ConfigProblem("The setting '" + SETTING
                        + "' may name SCHEDULE, CONTACT and DEMOGRAPHICS, with commas between."));
    }

    /** The collections that a stream is read from. */
    static Set<Question> questions(StreamName stream) {
        if (stream == StreamName.SCHEDULE) {
            return Set.of(Question.ATTENDED, Question.SCHEDULED, Question.SESSIONS);
        }
        return Set.of(stream == StreamName.CONTACT ? Question.REACHED : Question.CENSUS);
    }
}
