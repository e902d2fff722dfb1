package link.studentsuccess.api.attendancereason;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The ATTENDANCE_REASON facet: the guard lets a student through to it only when the category is open. */
@Controller
class AttendanceReasonsResolver {

    private static final int MOST = 400;
    private static final Comparator<AttendanceReasonDay> NEWEST_FIRST =
            Comparator.comparing(AttendanceReasonDay::date).reversed();

    AttendanceReasonsResolver(AttendanceReasonRecords records, BatchLoaderRegistry loaders) {
        loaders.<UUID, List<AttendanceReasonDay>>forName("attendanceReasonDays")
                .registerMappedBatchLoader((keys, env) -> records.byEnrollment(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    AttendanceReasons attendanceReason(Student student) {
        return new AttendanceReasons(student);
    }

    @SchemaMapping
    CompletableFuture<List<AttendanceReasonDay>> days(
            AttendanceReasons facet, DataLoader<UUID, List<AttendanceReasonDay>> attendanceReasonDays) {
        return FacetRows.of(facet, attendanceReasonDays).thenApply(FacetRows.first(MOST, NEWEST_FIRST));
    }
}
