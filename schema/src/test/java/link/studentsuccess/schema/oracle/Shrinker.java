package link.studentsuccess.schema.oracle;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import link.studentsuccess.schema.oracle.Database.Asked;
import link.studentsuccess.schema.oracle.Database.Disagreement;
import link.studentsuccess.schema.oracle.Database.Posed;
import link.studentsuccess.schema.oracle.World.Element;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Student;

/** Makes a disagreement readable: leaves out of its world whatever it does not need. */
final class Shrinker {

    private final Connection connection;
    private final World world;
    private final Question question;
    private final Asked asked;
    private final Disagreement wanted;

    Shrinker(Connection connection, Disagreement wanted) {
        this.connection = connection;
        this.world = wanted.posed().world();
        this.question = wanted.posed().question();
        this.asked = wanted.asked();
        this.wanted = wanted;
    }

    /** The smallest world found, and what is asked of it. */
    String shrink() throws SQLException, ReflectiveOperationException {
        var smaller = true;
        while (smaller) {
            var dropped = dropElements();
            smaller = resetFields() || dropped;
        }
        var found = answers();
        return "%s %s%nthe oracle says %s, the database %s%n%s"
                .formatted(asked, question, found.oracle(), found.database(), world);
    }

    private boolean dropElements() throws SQLException {
        var smaller = false;
        for (var element : List.copyOf(world.elements)) {
            var place = world.elements.indexOf(element);
            world.elements.remove(place);
            if (disagrees()) {
                smaller = true;
            } else {
                world.elements.add(place, element);
            }
        }
        return smaller;
    }

    private boolean resetFields() throws SQLException, ReflectiveOperationException {
        var smaller = false;
        for (var element : world.elements) {
            var baseline = element.getClass().getDeclaredConstructor().newInstance();
            for (var field : element.fields()) {
                smaller |= !field.getName().equals("id") && reset(element, baseline, field);
            }
        }
        return smaller;
    }

    private boolean reset(Element element, Element baseline, Field field)
            throws SQLException, ReflectiveOperationException {
        var said = field.get(element);
        if (Objects.equals(said, field.get(baseline))) {
            return false;
        }
        field.set(element, field.get(baseline));
        if (disagrees()) {
            return true;
        }
        field.set(element, said);
        return false;
    }

    private boolean disagrees() throws SQLException {
        try {
            return answers().kind().equals(wanted.kind());
        } catch (NoSuchElementException e) {
            return false; // something else refers to what was left out
        } catch (SQLException e) {
            connection.rollback();
            return false; // and so says the database
        }
    }

    private Disagreement answers() throws SQLException {
        world.one(Student.class, asked.student());
        var expected = Objects.requireNonNull(Database.expected(world, question).get(asked));
        var database = Database.load(connection, List.of(world));
        var posed = new Posed(world, question);
        var decided = database.decide(List.of(posed)).get(0).getOrDefault(asked, Decision.closed(Decision.INVISIBLE));
        connection.rollback();
        return new Disagreement(posed, asked, expected, decided);
    }
}
