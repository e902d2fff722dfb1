package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The engine as a process of its own, without Spring: it says where it is and waits there to be killed. */
final class KilledPull {

    static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    static final int DAYS = 9;
    static final int KILLED_AT = 4;

    private KilledPull() {}

    /** The database's address, the feed and the stream in which to stop. */
    public static void main(String[] arguments) {
        var stream = StreamName.valueOf(arguments[2]);
        var source = source().before(request -> {
            if (request.stream() == stream && position(request.at()) == KILLED_AT) {
                var up = ManagementFactory.getRuntimeMXBean().getUptime();
                System.out.println("reached " + up);
                waitForever();
            }
        });
        try (var engine = SyncEngine.idle(signIn(arguments[0]), options(source))) {
            System.out.println(engine.pullNow(UUID.fromString(arguments[1])).state());
        }
    }

    /** Here and not in TestDatabase, which would start a server of its own in this process too. */
    static DataSource signIn(String url) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser("link_engine");
        return source;
    }

    static SyncOptions options(ScriptedSource source) {
        return SyncOptions.defaults()
                .withConnectors(List.of(source))
                .withLease(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    /** The same source in every process: one kept child among five. */
    static ScriptedSource source() {
        var source = ScriptedSource.whole()
                .school("s1", "100")
                .schoolDays(TODAY.minusDays(30), TODAY)
                .covering(TODAY.minusDays(30), TODAY);
        for (int i = 0; i < 5; i++) {
            source.student("k" + i, "50000" + i, "Child" + i, "Kill", BORN)
                    .enrolled("k" + i, "s1", TODAY.minusDays(30), null);
        }
        for (int day = 1; day <= DAYS; day++) {
            source.absent("k0", TODAY.minusDays(day), TARDY)
                    .section("c" + day, "s1", "Course " + day)
                    .grade("g" + day, grade("c" + day));
        }
        return source;
    }

    private static GradeRecord grade(String section) {
        return new GradeRecord(
                new SourceKey("k0"),
                new SourceKey(section),
                new GradeRecord.GradingPeriod("Quarter 1", 2027, null, null),
                new GradeRecord.Mark(GradeRecord.Kind.FINAL, "B+", null),
                null,
                TODAY);
    }

    static int position(@Nullable Position position) {
        return position == null ? 0 : Integer.parseInt(position.value());
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
