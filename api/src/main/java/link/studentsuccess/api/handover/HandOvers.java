package link.studentsuccess.api.handover;

import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is handed over, as lines of a file; the access policy says whose, and records it. */
@Component
class HandOvers {

    private static final int MOST_RELEASES = 1_000;

    /** Of one student: more than a school career has, and the file is to be whole. */
    private static final int MOST_COPIED = 100_000;

    private static final List<String> DISCLOSURES = List.of(
            "release_id",
            "at",
            "district_student_id",
            "category",
            "organization_name",
            "staff_name",
            "service_account_name",
            "role",
            "bases",
            "purpose",
            "operation");

    private static final List<String> COPY =
            List.of("what", "at", "organization_name", "role", "category", "bases", "purpose", "entries");

    private static final List<String> OWN_DATA = List.of(
            "what",
            "participant_id",
            "external_id",
            "given_name",
            "family_name",
            "preferred_given_name",
            "birth_date",
            "district_name",
            "district_student_id",
            "program_name",
            "begins",
            "ends",
            "minutes");

    /** The newest releases, or those before one; a line for each student. */
    Mono<String> disclosures(UnitOfWork work, @Nullable UUID after) {
        var statement = work.sql("select d.* from access.handed_disclosures(:after, :limit) d")
                .bind("after", after, UUID.class)
                .bind("limit", MOST_RELEASES);
        return file(statement, DISCLOSURES);
    }

    /**
     * The copy of disclosureCopy as a family takes it home: all that was released of the student, newest first, and then what
     * is still held.
     */
    Mono<String> copy(UnitOfWork work, String districtStudentId) {
        var statement = work.sql("""
                        with copied as (
                          select c.*, row_number() over () as place
                          from access.disclosure_copy(:number, null, null, :limit) c
                        )
                        select 'RELEASED' as what, c.at, c.organization_name, c.role, c.category, c.bases, c.purpose, null::bigint as entries,
                          c.place
                        from copied c
                        union all
                        select 'HELD', null, null, null, h.category, null, null, h.rows, :limit + row_number() over ()
                        from access.held_of(:number) h
                        order by place
                        """).bind("number", districtStudentId).bind("limit", MOST_COPIED);
        return file(statement, COPY);
    }

    /** What the organization has entered about its participants; a line for each fact. */
    Mono<String> ownData(UnitOfWork work) {
        return file(work.sql("select d.* from access.own_data() d"), OWN_DATA);
    }

    private static Mono<String> file(UnitOfWork.Statement statement, List<String> columns) {
        return statement
                .list(row -> Csv.line(values(row, columns)))
                .collect(() -> new StringBuilder(Csv.line(columns)), StringBuilder::append)
                .map(StringBuilder::toString);
    }

    private static List<@Nullable Object> values(Readable row, List<String> columns) {
        var values = new ArrayList<@Nullable Object>();
        for (var column : columns) {
            var value = row.get(column);
            values.add(shown(column, value));
        }
        return values;
    }

    /** A participant by the id that the API gives it, so that the file can be joined with its answers. */
    private static @Nullable Object shown(String column, @Nullable Object value) {
        if (column.equals("participant_id") && value instanceof UUID key) {
            return Id.PARTICIPANT.of(key);
        }
        return value instanceof Object[] many
                ? String.join(" ", Arrays.copyOf(many, many.length, String[].class))
                : value;
    }
}
