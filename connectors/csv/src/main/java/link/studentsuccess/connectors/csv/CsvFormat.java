package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/** What one file of a drop is called and how it is written. */
record CsvFormat(String name, char delimiter, Charset encoding, Dates dates) {

    static CsvFormat minimal(String name) {
        return new CsvFormat(name, ',', UTF_8, Dates.ISO);
    }

    String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** How a file writes dates. A date that no calendar has is no date. */
    record Dates(String pattern, DateTimeFormatter formatter) {

        private static final Pattern ALLOWED = Pattern.compile("(YYYY|MM?|DD?|[-/. ])++");
        private static final int LONGEST = 40;

        static final Dates ISO = of("YYYY-MM-DD");

        /** Years of four digits, months and days of two; one letter where there is no leading zero. */
        static Dates of(String pattern) {
            if (pattern.length() > LONGEST
                    || !ALLOWED.matcher(pattern).matches()
                    || !pattern.contains("YYYY")
                    || !pattern.contains("M")
                    || !pattern.contains("D")) {
                throw new IllegalArgumentException(
                        "A date pattern is made of YYYY, MM or M, DD or D and - / . or space, of at most " + LONGEST
                                + " characters");
            }
            var letters = pattern.replace("YYYY", "uuuu").replace('D', 'd');
            return new Dates(
                    pattern, DateTimeFormatter.ofPattern(letters, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT));
        }

        LocalDate read(String text) throws DateTimeException {
            return LocalDate.parse(text, formatter);
        }
    }
}
