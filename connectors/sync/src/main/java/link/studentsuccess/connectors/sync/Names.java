package link.studentsuccess.connectors.sync;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names as two clerks may spell them: case, accents, hyphens, apostrophes and spaces say nothing. */
final class Names {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern INSIDE_A_WORD = Pattern.compile("['’‘ʻʼ`´.]");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    // Letters that are no base letter with a mark, so that decomposing leaves them.
    private static final Map<String, String> LETTERS =
            Map.of("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i");

    private Names() {}

    static boolean sameGiven(@Nullable String one, @Nullable String other) {
        return one != null
                && other != null
                && !joined(one).isEmpty()
                && joined(one).equals(joined(other));
    }

    /** Equal, or one of two surnames left out: García for García López. */
    static boolean agreeingFamily(String one, String other) {
        if (!joined(one).isEmpty() && joined(one).equals(joined(other))) {
            return true;
        }
        var ones = words(one);
        var others = words(other);
        return !ones.isEmpty() && !others.isEmpty() && (ones.containsAll(others) || others.containsAll(ones));
    }

    private static String joined(String name) {
        return String.join("", words(name));
    }

    private static List<String> words(String name) {
        var plain = INSIDE_A_WORD
                .matcher(MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                        .replaceAll(""))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        for (var letter : LETTERS.entrySet()) {
            plain = plain.replace(letter.getKey(), letter.getValue());
        }
        return Stream.of(BETWEEN_WORDS.split(plain)).filter(w -> !w.isEmpty()).toList();
    }
}
