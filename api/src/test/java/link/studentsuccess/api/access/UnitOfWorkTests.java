package link.studentsuccess.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.SharedWorld;
import org.junit.jupiter.api.Test;

/** A unit of work that has ended refuses statements: a late one must not run outside of its transaction. */
class UnitOfWorkTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DemoWorld world = SharedWorld.get();

    @Test
    void answersUntilItEnds() {
        var work = unitOfWork();

        assertThat(role(work)).isEqualTo("CASE_WORKER");
        assertThat(role(work)).isEqualTo("CASE_WORKER");
        work.commit().block(PATIENCE);
    }

    @Test
    void refusesALateStatementAfterRollback() {
        var work = unitOfWork();
        role(work);

        work.rollback().block(PATIENCE);

        assertThatThrownBy(() -> role(work)).hasMessageContaining("The request has ended");
    }

    @Test
    void refusesALateStatementAfterCommit() {
        var work = unitOfWork();
        role(work);

        work.commit().block(PATIENCE);

        assertThatThrownBy(() -> role(work)).hasMessageContaining("The request has ended");
    }

    @Test
    void beginsNothingAfterItsEnd() {
        var work = unitOfWork();

        work.rollback().block(PATIENCE);

        assertThatThrownBy(() -> role(work)).hasMessageContaining("The request has ended");
        assertThatThrownBy(() -> work.commit().block(PATIENCE)).hasMessageContaining("The request has ended");
    }

    private UnitOfWork unitOfWork() {
        var maria = new Caller(
                world.signIn().issuer(),
                Person.MARIA.subject(),
                null,
                List.of("student-data"),
                Person.MARIA.place().host(),
                "document",
                null);
        return new UnitOfWork(world.bean(ConnectionFactory.class), maria);
    }

    private static String role(UnitOfWork work) {
        return String.valueOf(work.sql("select role from access.viewer()")
                .one(row -> Rows.text(row, "role"))
                .block(PATIENCE));
    }
}
