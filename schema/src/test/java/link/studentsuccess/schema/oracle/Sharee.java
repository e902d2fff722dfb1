package link.studentsuccess.schema.oracle;

import static java.util.stream.Collectors.toSet;

import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.About;
import link.studentsuccess.schema.oracle.World.Element;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Student;

/** A student with a district's record, and an audience with which organizations share what they do for the child. */
record Sharee(World world, Question question, Student student, String audience) implements About {

    /** Every student of a world with every audience. */
    static Stream<Sharee> of(World world, Question question) {
        return world.all(Student.class)
                .filter(student -> student.record != null)
                .flatMap(student -> Stream.of("WITH_PARTNERS", "WITH_DISTRICT")
                        .map(audience -> new Sharee(world, question, student, audience)));
    }

    String record() {
        return Objects.requireNonNull(student.record);
    }

    /** The services that the oracle shares. */
    Set<String> expected() {
        return sharing().ofRecord(record(), audience).collect(toSet());
    }

    /** Whether it would be another answer without something in the world. */
    boolean hangsOn(Predicate<Element> something) {
        var without = new World(world.deployment);
        world.elements.stream().filter(something.negate()).forEach(without::add);
        return !in(without).expected().equals(expected());
    }

    /** The same asked of another world. */
    Sharee in(World other) {
        return new Sharee(other, question, student, audience);
    }

    /** Why the second consent closes what the organization shares; empty where it closes nothing. */
    String consent() {
        var reason = sharing().closedByConsent(student, audience);
        return reason != null && sharing().offered(student, audience).findAny().isPresent() ? reason : "";
    }

    private Sharing sharing() {
        return new Sharing(world, question.at());
    }
}
