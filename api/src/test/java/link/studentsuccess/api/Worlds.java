package link.studentsuccess.api;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.SharedWorld;

/** The demo world as these tests use it. */
final class Worlds {

    private Worlds() {}

    /** The shared world, once both feeds have published. */
    static DemoWorld pulled() {
        var world = SharedWorld.get();
        world.awaitFirstPulls(Duration.ofSeconds(60));
        return world;
    }

    /** The first column of a query that no rule binds: to prove that what is hidden exists. */
    static List<String> truth(DemoWorld world, String sql) {
        try (var connection = world.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void change(DemoWorld world, String sql) {
        try (var connection = world.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
