package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.connectors.spi.Settings;
import org.jspecify.annotations.Nullable;

/** The configured feeds. */
final class Feeds {

    private static final String SELECT = """
            select f.id, f.district_id, f.connector, f.categories, f.cron, f.zone, f.enabled,
              access.feed_held(f.id) as held, d.zone as district_zone,
              array(select s.key from jsonb_each_text(f.settings) s order by s.key) as setting_names,
              array(select coalesce(s.value, '') from jsonb_each_text(f.settings) s order by s.key) as setting_values,
              exists (
                select from sync.pull p
                where p.feed_id = f.id and p.state in ('PUBLISHED', 'UNCHANGED')
              ) as published
            from sync.feed f
            join party.district d on d.id = f.district_id
            """;

    private Feeds() {}

    static @Nullable Feed find(Connection connection, UUID id) throws SQLException {
        return Sql.of(connection, SELECT + "where f.id = :id").set("id", id).first(Feeds::read);
    }

    static List<Feed> all(Connection connection) throws SQLException {
        return Sql.of(connection, SELECT + "order by f.id").list(Feeds::read);
    }

    /** All of them: what is stored must go at its time, whether or not a feed runs. */
    static List<District> districts(Connection connection) throws SQLException {
        return Sql.of(connection, "select d.id, d.zone from party.district d order by d.id")
                .list(row -> new District(Sql.uuid(row, "id"), row.getString("zone")));
    }

    private static Feed read(ResultSet row) throws SQLException {
        return new Feed(
                Sql.uuid(row, "id"),
                Sql.uuid(row, "district_id"),
                row.getString("connector"),
                new Settings(settings(row)),
                Set.copyOf(Sql.texts(row, "categories")),
                new Schedule(row.getString("cron"), row.getString("zone")),
                ZoneId.of(row.getString("district_zone")),
                row.getBoolean("enabled"),
                row.getBoolean("held"),
                row.getBoolean("published"));
    }

    private static Map<String, String> settings(ResultSet row) throws SQLException {
        var names = Sql.texts(row, "setting_names");
        var values = Sql.texts(row, "setting_values");
        var settings = new HashMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            settings.put(names.get(i), values.get(i));
        }
        return settings;
    }

    /** A district and the time zone of its nights. */
    record District(UUID id, String zone) {}
}
