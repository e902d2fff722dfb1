package link.studentsuccess.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.GraphQLContext;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.SharedWorld;
import org.junit.jupiter.api.DisplayName;
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

    /** On a pool of one connection, so that the next request gets the one of the request before. */
    @Test
    @DisplayName("attack 185: a request that ends while its transaction begins leaves none to the next")
    void endsATransactionThatIsStillBeginning() {
        var options = ConnectionPoolConfiguration.builder(databaseItself()).maxSize(1);
        var one = new ConnectionPool(options.build());
        try {
            for (var i = 0; i < 300; i++) {
                var gone = unitOfWork(one);
                var entering = gone.entered().subscribe(entered -> {}, fault -> {});
                letPass(Duration.ofNanos(i * 10_000L)); // each time it is somewhere else
                gone.rollback().block(PATIENCE);
                entering.dispose();

                var next = unitOfWork(one);
                assertThat(role(next)).isEqualTo("CASE_WORKER");
                next.rollback().block(PATIENCE);
            }
        } finally {
            one.disposeLater().block(PATIENCE);
        }
    }

    private static void letPass(Duration little) {
        var until = System.nanoTime() + little.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private ConnectionFactory databaseItself() {
        return (ConnectionFactory) ((Wrapped<?>) world.bean(ConnectionFactory.class)).unwrap();
    }

    @Test
    @DisplayName("attack 177: where the request's context is lost, nothing is read and nobody is signed in")
    void lostContextIsClosed() {
        assertThatThrownBy(() -> UnitOfWork.in(GraphQLContext.getDefault()))
                .hasMessageContaining("inside a request only");
        assertThatThrownBy(() -> RequestTransaction.token().block(PATIENCE)).hasMessageContaining("401");
    }

    @Test
    @DisplayName("attack 179: a student for whom nothing was decided is closed in every category")
    void noDecisionIsADenial() {
        var undecided = new Student(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), null, 1, Map.of());
        var oneDecided = undecided.with(
                Map.of(DataCategory.GRADES, new Decision(DataCategory.GRADES, null, null, null, List.of(), null)));

        assertThat(DataCategory.values()).allSatisfy(category -> {
            assertThat(undecided.decision(category).granted()).isFalse();
            assertThat(oneDecided.decision(category).granted()).isEqualTo(category == DataCategory.GRADES);
        });
    }

    private UnitOfWork unitOfWork() {
        return unitOfWork(world.bean(ConnectionFactory.class));
    }

    private UnitOfWork unitOfWork(ConnectionFactory pool) {
        var maria = new Caller(
                world.signIn().issuer(),
                Person.MARIA.subject(),
                null,
                List.of("student-data"),
                Person.MARIA.place().host(),
                "document",
                null);
        return new UnitOfWork(pool, maria);
    }

    private static String role(UnitOfWork work) {
        return String.valueOf(work.sql("select role from access.viewer()")
                .one(row -> Rows.text(row, "role"))
                .block(PATIENCE));
    }
}
