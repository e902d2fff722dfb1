package link.studentsuccess.api.districtprogram;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.districtprogram.ProgramPeriod.Words;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Stays in a program by enrollment; row-level security shows what this request has recorded as released. */
@Component
class ProgramPeriods {

    private record Row(UUID enrollment, ProgramPeriod period) {}

    Mono<Map<UUID, List<ProgramPeriod>>> byEnrollment(
            UnitOfWork work, DataCategory program, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.begins, x.ends, %s,
                          daterange(x.begins, x.ends) @> (transaction_timestamp() at time zone d.zone)::date as current
                        from record.%s x
                        join party.district d on d.id = x.district_id
                        where x.enrollment_id = any(:enrollments)
                        """.formatted(words(program), table(program)))
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), period(row)))
                .collect(Collectors.groupingBy(Row::enrollment, Collectors.mapping(Row::period, Collectors.toList())));
    }

    private static String table(DataCategory program) {
        return switch (program) {
            case SPECIAL_EDUCATION -> "special_education";
            case SECTION_504 -> "section_504";
            case MULTILINGUAL -> "multilingual";
            case HOUSING_FOSTER -> "housing_foster";
            case MEAL_STATUS -> "meal_status";
            default -> throw new IllegalArgumentException(program + " is no program of a district");
        };
    }

    private static String words(DataCategory program) {
        return switch (program) {
            case SPECIAL_EDUCATION -> "null::text as status, x.environment, null::text as language_program";
            case MULTILINGUAL -> "x.status, null::text as environment, x.language_program";
            case HOUSING_FOSTER, MEAL_STATUS -> "x.status, null::text as environment, null::text as language_program";
            default -> "null::text as status, null::text as environment, null::text as language_program";
        };
    }

    private static ProgramPeriod period(Readable row) {
        return new ProgramPeriod(
                new Words(
                        Rows.textOrNull(row, "status"),
                        Rows.textOrNull(row, "environment"),
                        Rows.textOrNull(row, "language_program")),
                Rows.value(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.value(row, "current", Boolean.class));
    }
}
