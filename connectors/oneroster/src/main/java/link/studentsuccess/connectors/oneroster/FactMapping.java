package link.studentsuccess.connectors.oneroster;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.oneroster.OneRosterMapping.Unusable;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.ContactRecord.Reach;
import link.studentsuccess.connectors.spi.ContactRecord.Relationship;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.DemographicsRecord.Race;
import link.studentsuccess.connectors.spi.DemographicsRecord.Sex;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.ScheduleRecord.Meeting;
import link.studentsuccess.connectors.spi.ScheduleRecord.Taught;
import link.studentsuccess.connectors.spi.ScheduleRecord.Term;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What OneRoster's objects say of a student beside the roster. */
record FactMapping(OneRosterMapping roster) {

    private static final Map<String, Race> RACES = Map.of(
            "americanIndianOrAlaskaNative", Race.AMERICAN_INDIAN_OR_ALASKA_NATIVE,
            "asian", Race.ASIAN,
            "blackOrAfricanAmerican", Race.BLACK_OR_AFRICAN_AMERICAN,
            "nativeHawaiianOrOtherPacificIslander", Race.NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER,
            "white", Race.WHITE);

    /** The objects to which the enrollments of a page lead, by key. */
    record Referred(Map<String, JsonNode> classes, Map<String, JsonNode> sessions) {}

    /** Absent for those who teach; who they are is not told here. */
    @Nullable
    Change scheduled(SourceKey key, JsonNode enrollment, Referred referred) {
        if (!"student".equalsIgnoreCase(OneRosterMapping.text(enrollment, "role"))) {
            return null;
        }
        try {
            var student = new SourceKey(OneRosterMapping.referred(enrollment.path("user"), "user.sourcedId"));
            var taught = known(
                    referred.classes(),
                    OneRosterMapping.referred(enrollment.path("class"), "class.sourcedId"),
                    "class.sourcedId");
            var terms = terms(taught, referred.sessions());
            var term = term(enrollment, terms);
            var school = new SourceKey(OneRosterMapping.referred(taught.path("school"), "class.school.sourcedId"));
            var years = terms.stream().map(SessionRecord::schoolYear);
            var title = OneRosterMapping.text(taught, "title");
            var record = new ScheduleRecord(
                    student,
                    new Place(school, years.max(Integer::compare).orElse(null), term.begins()),
                    new Taught(
                            title == null ? OneRosterMapping.required(taught, "classCode") : title,
                            null,
                            OneRosterMapping.text(taught, "classCode")),
                    new Meeting(periods(taught), null, OneRosterMapping.text(taught, "location")),
                    term);
            return new Upsert(key, record, Set.of(student));
        } catch (Unusable e) {
            return e.of(key, "enrollments");
        }
    }

    private static JsonNode known(Map<String, JsonNode> objects, String key, String field) throws Unusable {
        var object = objects.get(key);
        if (object == null) {
            throw new Unusable(Reject.Code.UNKNOWN_REFERENCE, field);
        }
        return object;
    }

    private static @Nullable String periods(JsonNode taught) {
        var periods = taught.path("periods")
                .valueStream()
                .map(period -> period.asString("").strip())
                .filter(period -> !period.isEmpty())
                .collect(Collectors.joining(", "));
        return periods.isEmpty() ? null : periods;
    }

    private List<SessionRecord> terms(JsonNode taught, Map<String, JsonNode> sessions) throws Unusable {
        var terms = new ArrayList<SessionRecord>();
        for (var key : OneRosterMapping.sessionsOf(taught, null)) {
            terms.add(roster.sessionRecord(known(sessions, key, "class.terms.sourcedId")));
        }
        return terms;
    }

    /** The enrollment's own days, else those that the class's terms span; named where there is one term. */
    private Term term(JsonNode enrollment, List<SessionRecord> terms) throws Unusable {
        var begins = OneRosterMapping.date(enrollment, "beginDate");
        var ends = roster.end(enrollment, "");
        if (begins == null) {
            begins = terms.stream()
                    .map(SessionRecord::begins)
                    .min(LocalDate::compareTo)
                    .orElse(null);
        }
        if (ends == null) {
            ends = terms.stream()
                    .map(SessionRecord::ends)
                    .max(LocalDate::compareTo)
                    .orElse(null);
        }
        if (begins != null && ends != null && !begins.isBefore(ends)) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, "endDate");
        }
        return new Term(terms.size() == 1 ? terms.get(0).title() : null, begins, ends);
    }

    /** The student's own; absent where the service has neither a phone number nor an address. */
    @Nullable
    Change contact(SourceKey key, JsonNode user) {
        var phone = OneRosterMapping.text(user, "phone");
        var reach = new Reach(
                phone == null ? OneRosterMapping.text(user, "sms") : phone, OneRosterMapping.text(user, "email"));
        if (reach.phone() == null && reach.email() == null) {
            return null;
        }
        try {
            var name =
                    OneRosterMapping.required(user, "givenName") + " " + OneRosterMapping.required(user, "familyName");
            return new Upsert(key, new ContactRecord(key, Relationship.SELF, name, null, reach), Set.of(key));
        } catch (Unusable e) {
            return e.of(key, "users");
        }
    }

    Change demographics(SourceKey key, JsonNode demographics) {
        try {
            var races = EnumSet.noneOf(Race.class);
            for (var race : RACES.entrySet()) {
                if (Objects.equals(flag(demographics, race.getKey()), true)) {
                    races.add(race.getValue());
                }
            }
            var record = new DemographicsRecord(
                    key,
                    OneRosterMapping.date(demographics, "birthDate"),
                    sex(demographics),
                    flag(demographics, "hispanicOrLatinoEthnicity"),
                    races);
            return new Upsert(key, record, Set.of(key));
        } catch (Unusable e) {
            return e.of(key, "demographics");
        }
    }

    private static @Nullable Sex sex(JsonNode demographics) throws Unusable {
        var told = OneRosterMapping.text(demographics, "sex");
        if (told == null) {
            return null;
        }
        return switch (told.toLowerCase(Locale.ROOT)) {
            case "female" -> Sex.FEMALE;
            case "male" -> Sex.MALE;
            case "other", "unspecified" -> Sex.X;
            default -> throw new Unusable(Reject.Code.MALFORMED, "sex");
        };
    }

    private static @Nullable Boolean flag(JsonNode object, String field) throws Unusable {
        var told = OneRosterMapping.text(object, field);
        if (told == null) {
            return null;
        }
        return switch (told.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Unusable(Reject.Code.MALFORMED, field);
        };
    }
}
