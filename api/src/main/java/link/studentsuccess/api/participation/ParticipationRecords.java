package link.studentsuccess.api.participation;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.participation.SharedProgramEnrollment.ParticipationWeek;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the access policy tells of shared participation. */
@Component
class ParticipationRecords {

    private static final int MOST = 100;

    /** Newest first; a student whose PARTICIPATION this request has not released is not in the map. */
    Mono<Map<UUID, List<SharedProgramEnrollment>>> ofStudents(UnitOfWork work, Collection<UUID> students) {
        return work.sql("""
                        select p.student_id, p.organization_name, p.program_name, p.kind, p.begins, p.ends, p.weeks, p.minutes
                        from access.shared_participation(:students) p
                        """)
                .bind("students", students.toArray(UUID[]::new))
                .list(row -> Map.entry(Rows.uuid(row, "student_id"), program(row)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        Collectors.mapping(
                                Map.Entry::getValue,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        all -> all.stream().limit(MOST).toList()))));
    }

    /** By the student's name; nothing for who is not of the district's staff. */
    Mono<List<SharedParticipation>> withDistrict(
            UnitOfWork work, @Nullable String districtStudentId, @Nullable UUID after, int limit) {
        return work.sql("""
                        select p.program_enrollment_id, p.district_student_id, p.given_name, p.family_name, p.school_name,
                          p.organization_name, p.program_name, p.kind, p.begins, p.ends, p.weeks, p.minutes
                        from access.shared_with_district(:districtStudentId, :after, :limit) p
                        """)
                .bind("districtStudentId", districtStudentId, String.class)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(row -> new SharedParticipation(
                        Rows.uuid(row, "program_enrollment_id"),
                        Rows.text(row, "district_student_id"),
                        Rows.text(row, "given_name"),
                        Rows.text(row, "family_name"),
                        Rows.textOrNull(row, "school_name"),
                        program(row)))
                .collectList();
    }

    private static SharedProgramEnrollment program(Readable row) {
        var weeks = Rows.value(row, "weeks", LocalDate[].class);
        var minutes = Rows.value(row, "minutes", Integer[].class);
        return new SharedProgramEnrollment(
                Rows.text(row, "organization_name"),
                Rows.text(row, "program_name"),
                Rows.text(row, "kind"),
                Rows.value(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                IntStream.range(0, weeks.length)
                        .mapToObj(n -> new ParticipationWeek(weeks[n], minutes[n]))
                        .toList());
    }
}
