package link.studentsuccess.api.grades;

import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.School;
import link.studentsuccess.api.grades.GradesResolver.SectionsArguments;
import link.studentsuccess.api.grades.SectionGrades.Section;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Grades by enrollment; row-level security shows what this request has recorded as released. */
@Component
class GradeRecords {

    private record Row(UUID enrollment, Section section, Grade grade) {}

    /** Each enrollment's sections with their grades, of one school year or of all. */
    Mono<Map<UUID, List<SectionGrades>>> sections(
            UnitOfWork work, Collection<UUID> enrollments, SectionsArguments arguments) {
        return work.sql("""
                        select g.enrollment_id, g.id as grade_id, s.id, s.course_title, s.course_code, s.section_code, h.name,
                          h.shown_code as code, s.school_year,
                          g.grading_period, g.period_begins, g.period_ends, g.kind, g.letter, g.percent, g.failing,
                          g.credits_attempted, g.credits_earned, g.graded_on
                        from record.grade g
                        join record.section s on s.district_id = g.district_id and s.id = g.section_id
                        join record.school h on h.district_id = s.district_id and h.id = s.school_id
                        where g.enrollment_id = any(:enrollments)
                          and s.school_year = coalesce(:schoolYear, s.school_year)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .bind("schoolYear", arguments.schoolYear(), Integer.class)
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), section(row), grade(row)))
                .collect(Collectors.groupingBy(Row::enrollment))
                .map(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> bySection(entry.getValue()))));
    }

    private static List<SectionGrades> bySection(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        Row::section, LinkedHashMap::new, Collectors.mapping(Row::grade, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> new SectionGrades(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Each enrollment's counts. */
    Mono<Map<UUID, GradeSummary>> summaries(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select g.enrollment_id, g.school_year, g.sections, g.failing, g.credits_attempted, g.credits_earned,
                          g.grade_points, g.grade_point_credits, g.graded_until
                        from record.grade_summary g
                        where g.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> Map.entry(Rows.uuid(row, "enrollment_id"), summary(row)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Section section(Readable row) {
        return new Section(
                Rows.uuid(row, "id"),
                Rows.text(row, "course_title"),
                Rows.textOrNull(row, "course_code"),
                Rows.textOrNull(row, "section_code"),
                new School(Rows.text(row, "name"), Rows.textOrNull(row, "code")),
                Rows.value(row, "school_year", Integer.class));
    }

    private static Grade grade(Readable row) {
        return new Grade(
                Rows.uuid(row, "grade_id"),
                Rows.text(row, "grading_period"),
                Rows.valueOrNull(row, "period_begins", LocalDate.class),
                Rows.valueOrNull(row, "period_ends", LocalDate.class),
                Rows.text(row, "kind"),
                Rows.textOrNull(row, "letter"),
                Rows.valueOrNull(row, "percent", BigDecimal.class),
                Rows.value(row, "failing", Boolean.class),
                Rows.valueOrNull(row, "credits_attempted", BigDecimal.class),
                Rows.valueOrNull(row, "credits_earned", BigDecimal.class),
                Rows.value(row, "graded_on", LocalDate.class));
    }

    private static GradeSummary summary(Readable row) {
        return new GradeSummary(
                Rows.value(row, "school_year", Integer.class),
                Rows.value(row, "sections", Integer.class),
                Rows.value(row, "failing", Integer.class),
                new GradeSummary.Credits(
                        Rows.value(row, "credits_attempted", BigDecimal.class),
                        Rows.value(row, "credits_earned", BigDecimal.class),
                        Rows.value(row, "grade_points", BigDecimal.class),
                        Rows.value(row, "grade_point_credits", BigDecimal.class)),
                Rows.value(row, "graded_until", LocalDate.class));
    }
}
