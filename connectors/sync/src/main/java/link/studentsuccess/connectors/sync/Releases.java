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

    /**
     * A grading period's name as it is compared: capital letters and spaces around it are nobody's intention. The same
     * as {@link Period} does; the collation makes letters small one by one, whatever the database's own is.
     */
    static final String COMPARED =
            "lower(regexp_replace(%s, '^[\\u0001-\\u0020]+|[\\u0001-\\u0020]+$', '', 'g') collate pg_c_utf8)";

    /** The state of the district {@code d} as of {@code :now}. */
    static final String STATE = """
            coalesce(
              (
                select md5(jsonb_agg(
                  jsonb_build_array(
                    g.school_year, %1$s, g.released_on, g.released_on > (:now::timestamptz at time zone d.zone)::date
                  )
                  order by g.school_year, %1$s, g.released_on
                )::text)
                from sync.grade_release g
                where g.district_id = d.id
              ),
              ''
            )""".formatted(COMPARED.formatted("g.grading_period"));

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

    /** A grading period as district and source name it, by the rule of {@link #COMPARED}. */
    record Period(int schoolYear, String title) {

        Period {
            title = title.trim()
                    .codePoints()
                    .map(Character::toLowerCase)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }
}
