package link.studentsuccess.schema.oracle;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A few organizations, districts and children. What is not said about an element is as open as it can be, so that a
 * world reads as the baseline and its deviations.
 */
final class World {

    /** What all worlds of one database share: the operator's zone and the confidentiality statements. */
    record Deployment(ZoneId zone, List<Statement> statements) {}

    record Statement(String version, LocalDate effectiveOn) {}

    /** Who asks, when and with which token. */
    record Question(String member, Instant at, @Nullable Set<String> tokenCategories) {}

    /** Something that is asked about a world. */
    interface About {
        World world();
    }

    final Deployment deployment;
    final List<Element> elements = new ArrayList<>();
    final List<Question> questions = new ArrayList<>();

    /** To which the tokens are limited that the questions are asked with; absent: not limited. */
    @Nullable
    Set<String> tokenCategories;

    World(Deployment deployment) {
        this.deployment = deployment;
    }

    <T extends Element> T add(T element) {
        elements.add(element);
        return element;
    }

    <T extends Element> Stream<T> all(Class<T> type) {
        return elements.stream().filter(type::isInstance).map(type::cast);
    }

    <T extends Element> T one(Class<T> type, String id) {
        // The oracle asks this most often: a stream takes several times as long.
        for (var element : elements) {
            if (element.id.equals(id) && type.isInstance(element)) {
                return type.cast(element);
            }
        }
        throw new NoSuchElementException("No " + type.getSimpleName() + " " + id);
    }

    /** A world of the same elements, but with copies of those of a type, to be changed; without questions. */
    World withCopies(Class<?> type) {
        var other = new World(deployment);
        elements.forEach(element -> other.add(type.isInstance(element) ? element.copy() : element));
        return other;
    }

    @Override
    public String toString() {
        var lines = new StringJoiner("\n");
        lines.add(deployment.toString());
        elements.forEach(element -> lines.add(element.toString()));
        return lines.toString();
    }

    /** Something in the world; its id is unique there. */
    abstract static class Element {
        String id = "";

        private Element copy() {
            try {
                var copy = getClass().getDeclaredConstructor().newInstance();
                for (var field : fields()) {
                    field.set(copy, field.get(this));
                }
                return copy;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Its name and what deviates from the baseline. */
        @Override
        public String toString() {
            var said = new StringJoiner(", ", getClass().getSimpleName() + "(", ")");
            try {
                var baseline = getClass().getDeclaredConstructor().newInstance();
                for (var field : fields()) {
                    if (!Objects.equals(field.get(this), field.get(baseline))) {
                        said.add(field.getName() + "=" + field.get(this));
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            return said.toString();
        }

        private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
            @Override
            protected List<Field> computeValue(Class<?> type) {
                return Stream.concat(Stream.of(Element.class.getDeclaredFields()), Stream.of(type.getDeclaredFields()))
                        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                        .toList();
            }
        };

        List<Field> fields() {
            return FIELDS.get(getClass());
        }
    }

    static final class District extends Element {
        ZoneId zone = ZoneId.of("America/Los_Angeles");
    }

    static final class Feed extends Element {
        String district = "";
        Set<String> categories = Set.of();
        Set<String> published = Set.of();
    }

    static final class Organization extends Element {}

    static final class Program extends Element {
        String organization = "";

        @Nullable
        String site;

        boolean neverShared;
    }

    static final class Staff extends Element {
        Set<String> acceptedVersions = Set.of();
        Instant acceptedAt = Instant.EPOCH;
    }

    static final class Training extends Element {
        String staff = "";
        Days valid = Days.ALWAYS;
    }

    static final class Member extends Element {
        String staff = "";
        String organization = "";
        String role = "CASE_WORKER";

        @Nullable
        Set<String> programs;

        @Nullable
        Set<String> categories;

        Days active = Days.ALWAYS;
        String kind = "EMPLOYEE";

        @Nullable
        Days backgroundCheck;

        @Nullable
        Instant deactivatedAt;

        Set<Instant> signIns = Set.of();
    }

    static final class Assignment extends Element {
        String member = "";

        @Nullable
        String participant;

        @Nullable
        String program;

        @Nullable
        String site;

        @Nullable
        String coverFor;

        Days days = Days.ALWAYS;
    }

    static final class Participant extends Element {
        String organization = "";

        @Nullable
        LocalDate enteredCollegeOn;

        boolean destroyed;
    }

    static final class Service extends Element {
        String participant = "";
        String program = "";
        Days days = Days.ALWAYS;
    }

    /** A participant at one district; matched to the record, where it names one. */
    static final class Student extends Element {
        String participant = "";
        String district = "";
        String districtStudentId = "";

        @Nullable
        String record;
    }

    static final class OperatorAgreement extends Element {
        String organization = "";
        Days inForce = Days.ALWAYS;
    }

    static final class OptIn extends Element {
        String agreement = "";
        String program = "";
        String audience = "WITH_PARTNERS";
        Instant agreedAt = Instant.EPOCH;

        @Nullable
        Instant withdrawnAt;
    }

    static final class DistrictAgreement extends Element {
        String organization = "";
        String district = "";
        Days inForce = Days.ALWAYS;
        Set<String> categories = Set.of();

        @Nullable
        Set<String> schools;

        @Nullable
        Set<Integer> years;

        boolean schoolOfficial;
        Set<String> designated = Set.of();
        String verification = "NONE";
        boolean operatorIsAgent;
        int windDownDays = 30;

        @Nullable
        Set<String> staffKinds;

        boolean backgroundCheck;
        boolean namedStaff;
    }

    static final class Named extends Element {
        String agreement = "";
        String member = "";
        Days days = Days.ALWAYS;
    }

    static final class Designation extends Element {
        String agreement = "";
        String districtStudentId = "";
        Days inForce = Days.ALWAYS;
    }

    static final class Signer extends Element {
        String participant = "";
        String capacity = "PARENT";

        @Nullable
        Instant restrictedAt;
        /** The district whose steward recorded the court's order: it reaches no other. */
        @Nullable
        String restrictedBy;
    }

    static final class Consent extends Element {
        String participant = "";
        String district = "";
        String kind = "GENERAL";
        String signer = "";

        @Nullable
        LocalDate signedOn = LocalDate.parse("2000-01-01");

        Days inForce = Days.ALWAYS;
        Set<String> categories = Set.of();
        /** With whom what the organization does may be shared, where that is what is consented to. */
        Set<String> audiences = Set.of();

        Set<String> parties = Set.of("ORGANIZATION", "OPERATOR");

        @Nullable
        String purpose = "Tutoring";

        @Nullable
        String proof;

        @Nullable
        LocalDate studentBirthDate;

        boolean draft;
        boolean byLink;
        boolean attested;
        /** Whether the district's sample draws it. */
        boolean drawn;

        @Nullable
        LocalDate verifiedOn;

        @Nullable
        Instant refusedAt;

        @Nullable
        Instant revokedAt;

        @Nullable
        String revokedBy;

        boolean reopened;
        /** The order in which they were recorded on a day. */
        int order;
        /** When it was recorded, where that is known. */
        @Nullable
        Instant recorded;

        /** Else on the day of the signature. */
        Instant recordedAt() {
            if (recorded != null) {
                return recorded;
            }
            var day = signedOn == null ? LocalDate.parse("2000-01-01") : signedOn;
            return day.atTime(12, 0).toInstant(ZoneOffset.UTC).plusSeconds(order);
        }
    }

    static final class Hold extends Element {
        boolean remove;

        @Nullable
        String district;

        @Nullable
        String districtStudentId;

        @Nullable
        String organization;

        @Nullable
        String participant;

        @Nullable
        String staff;

        @Nullable
        String member;

        @Nullable
        String operatorAgreement;

        @Nullable
        String districtAgreement;

        @Nullable
        String feed;

        Instant begins = Instant.EPOCH;

        @Nullable
        Instant ends;
    }

    /** A student as the district delivers it. */
    static final class SchoolRecord extends Element {
        String district = "";
        String districtStudentId = "";

        @Nullable
        LocalDate born;
    }

    /** Of a school year, as the district's calendar says. */
    static final class FirstSchoolDay extends Element {
        String district = "";
        int year;
        LocalDate day = LocalDate.EPOCH;
    }

    static final class Enrollment extends Element {
        String record = "";
        String school = "";
        int year;
        LocalDate entry = LocalDate.parse("2000-09-01");

        @Nullable
        LocalDate exit;
    }
}
