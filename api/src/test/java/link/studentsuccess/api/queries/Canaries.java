package link.studentsuccess.api.queries;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All canaries by their value, and how to find them in a text. They are words of one form, days of centuries in which
 * nobody went to school, and, as numbers in an answer only, numbers larger than anything that is counted: nothing else
 * says such a thing.
 */
final class Canaries {

    private static final Pattern WORD = Pattern.compile("qx7[0-9a-f]{12}");
    private static final Pattern DAY = Pattern.compile("(?<![\\d-])1[2-8]\\d\\d-\\d\\d-\\d\\d(?![\\d-])");

    private final Map<String, Canary> canaries = new HashMap<>();

    void add(String value, Canary canary) {
        var form = WORD.matcher(value).matches()
                || DAY.matcher(value).matches()
                || (value.startsWith("#") && value.length() > 9);
        if (!form) {
            throw new IllegalArgumentException("Not of the form of a canary: " + value + " in " + canary.place());
        }
        if (canaries.put(value, canary) != null) {
            throw new IllegalArgumentException("Two values are the same in " + canary.place());
        }
    }

    /** The words and days in a text, however they are spelled. */
    List<String> in(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        return Stream.of(WORD, DAY)
                .flatMap(form -> form.matcher(small).results().map(MatchResult::group))
                .filter(canaries::containsKey)
                .distinct()
                .toList();
    }

    /** A number's name among the canaries, whether or not it is one. */
    static String number(BigDecimal number) {
        return "#" + number.stripTrailingZeros().toPlainString();
    }

    @Nullable
    Canary get(String value) {
        return canaries.get(value);
    }

    Collection<Canary> all() {
        return canaries.values();
    }

    Stream<String> words() {
        return canaries.keySet().stream()
                .filter(value -> WORD.matcher(value).matches())
                .sorted();
    }
}
