package link.studentsuccess.api.access;

import graphql.schema.DataFetchingFieldSelectionSet;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The only maker of students: reads them, asks access.open once for the categories selected, and puts the decisions on them. */
@Component
public final class Students {

    private final DiscloseGuard guard;

    Students(DiscloseGuard guard) {
        this.guard = guard;
    }

    /** The categories that a selection on Student asks for: what {@link #ofParticipants} and {@link #one} decide. */
    public Set<DataCategory> asked(DataFetchingFieldSelectionSet selection) {
        return guard.asked(selection.getImmediateFields());
    }

    /** Each participant's students, by district. Whom the viewer may not know of is not in the map. */
    public Mono<Map<UUID, List<Student>>> ofParticipants(
            UnitOfWork work, Collection<UUID> participants, Set<DataCategory> categories) {
        var rows = work.sql("""
                        select s.id, s.participant_id, s.district_id, s.district_student_id, s.version
                        from roster.student s
                        join party.district d on d.id = s.district_id
                        where s.participant_id = any(:participants)
                        order by d.name, s.id
                        """)
                .bind("participants", participants.toArray(UUID[]::new))
                .list(Students::student);
        return rows.collectList()
                .flatMap(students -> decided(work, students, categories))
                .map(students -> students.stream().collect(Collectors.groupingBy(Student::participant)));
    }

    /** One student; empty, in the same time, when there is none or none that the viewer may know of. */
    public Mono<Student> one(UnitOfWork work, UUID student, Set<DataCategory> categories) {
        return work.sql("""
                        select s.id, s.participant_id, s.district_id, s.district_student_id, s.version
                        from roster.student s
                        where s.id = any(access.known_among('STUDENT', :students))
                        """)
                .bind("students", new UUID[] {student})
                .list(Students::student)
                .collectList()
                .flatMap(students -> decided(work, students, categories))
                .flatMapIterable(students -> students)
                .next()
                .switchIfEmpty(work.nothing(student));
    }

    private static Mono<List<Student>> decided(UnitOfWork work, List<Student> students, Set<DataCategory> categories) {
        if (students.isEmpty() || categories.isEmpty()) {
            return Mono.just(students);
        }
        var ids = students.stream().map(Student::key).toArray(UUID[]::new);
        var names = categories.stream().map(Enum::name).toArray(String[]::new);
        return work.sql("""
                        select o.student_id, o.category, o.reason, o.since, o.until, o.enrollments, o.records_from
                        from access.open(:students, :categories) o
                        """)
                .bind("students", ids)
                .bind("categories", names)
                .list(Students::decision)
                .collectList()
                .map(decisions -> attached(students, decisions));
    }

    private static List<Student> attached(List<Student> students, List<Map.Entry<UUID, Decision>> decisions) {
        var byStudent = new HashMap<UUID, Map<DataCategory, Decision>>();
        for (var entry : decisions) {
            byStudent
                    .computeIfAbsent(entry.getKey(), id -> new EnumMap<>(DataCategory.class))
                    .put(entry.getValue().category(), entry.getValue());
        }
        return students.stream()
                .map(student -> student.with(byStudent.getOrDefault(student.key(), Map.of())))
                .toList();
    }

    private static Map.Entry<UUID, Decision> decision(Readable row) {
        return Map.entry(
                Rows.uuid(row, "student_id"),
                new Decision(
                        DataCategory.valueOf(Rows.text(row, "category")),
                        WithheldReason.of(Rows.textOrNull(row, "reason")),
                        Rows.valueOrNull(row, "since", LocalDate.class),
                        Rows.valueOrNull(row, "until", LocalDate.class),
                        Rows.uuids(row, "enrollments"),
                        Rows.valueOrNull(row, "records_from", Integer.class)));
    }

    private static Student student(Readable row) {
        return new Student(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "participant_id"),
                Rows.uuid(row, "district_id"),
                Rows.textOrNull(row, "district_student_id"),
                Rows.value(row, "version", Integer.class),
                Map.of());
    }
}
