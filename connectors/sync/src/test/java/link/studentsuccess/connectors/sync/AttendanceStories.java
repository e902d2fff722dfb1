package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.ABSENT_EXCUSED;
import static link.studentsuccess.connectors.spi.AttendanceStatus.ABSENT_UNEXCUSED;
import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;

import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;

/** The four have been at one school for forty days, of which each missed three in another way. */
abstract class AttendanceStories extends PullStories {

    static final LocalDate ENTRY = TODAY.minusDays(40);

    @BeforeEach
    void attendanceOfFortyDays() {
        source.schoolDays(ENTRY, TODAY).covering(ENTRY, TODAY.minusDays(1));
        for (var key : CHILDREN) {
            source.enrolled(key, "s1", ENTRY, null)
                    .absent(key, TODAY.minusDays(3), ABSENT_EXCUSED)
                    .absent(key, TODAY.minusDays(4), ABSENT_UNEXCUSED)
                    .absent(key, TODAY.minusDays(5), TARDY);
        }
    }
}
