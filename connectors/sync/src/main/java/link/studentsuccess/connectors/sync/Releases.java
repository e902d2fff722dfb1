package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.connectors.spi.GradeRecord.GradingPeriod;

/**
 * The district's word on when the grades of a grading period may be shown.
 *
 * @param withheld grading periods whose day is still to come
 * @param state hash of all of it: another one means that another read would keep other grades
 */
record Releases(Set<Period> withheld, String state) {

    /** The state of the district {@code d} as of {@code :now}. */
    static final String STATE = """
            coalesce(
              (
                select md5(jsonb_agg(
                  jsonb_build_array(
                    g.school_year, g.grading_period, g.released_on, g.released_on > (:now::timestamptz at time zone d.zone)::date
                  )
                  order by g.school_year, g.grading_period
                )::text)
                from sync.grade_release g
                where g.district_id = d.id
              ),
              ''
            )""";

    Releases {
        withheld = Set.copyOf(withheld);
    }

    static Releases asOf(Connection connection, UUID district, Instant now) throws SQLException {
        var state = Sql.of(
                        connection, "select %s as state from party.district d where d.id = :district".formatted(STATE))
                .set("district", district)
                .set("now", now)
                .one(row -> row.getString("state"));
        var withheld = Sql.of(connection, """
                        select g.school_year, g.grading_period
                        from sync.grade_release g
                        join party.district d on d.id = g.district_id
                        where g.district_id = :district
                          and g.released_on > (:now::timestamptz at time zone d.zone)::date
                        """)
                .set("district", district)
                .set("now", now)
                .list(row -> new Period(row.getInt("school_year"), row.getString("grading_period")));
        return new Releases(new HashSet<>(withheld), state);
    }

    boolean withhold(GradingPeriod period) {
        return withheld.contains(new Period(period.schoolYear(), period.title()));
    }

    Releases readFor(String earlierState) {
        return new Releases(withheld, earlierState);
    }

    /** A grading period as district and source name it; spaces around the name are nobody's intention. */
    record Period(int schoolYear, String title) {

        Period {
            title = title.strip();
        }
    }
}
