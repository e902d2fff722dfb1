package link.studentsuccess.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import link.studentsuccess.connectors.spi.DistrictConnector;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** A check that cannot fail proves nothing, so each is met here by a connector that breaks it, and it alone. */
class ConnectorContractTests {

    private static final List<Broken> BROKEN = List.of(
            new Broken("a spec that counts its calls", "c1", BrokenConnectors.SpecThatCounts::new),
            new Broken("a secret that is not marked", "c2", BrokenConnectors.SecretNotMarked::new),
            new Broken("a check that always passes", "c4", BrokenConnectors.CheckThatAlwaysPasses::new),
            new Broken("streams in any order", "c6 c40", BrokenConnectors.StreamsInAnyOrder::new),
            new Broken("keys of its own", "c7 c11 c12 c30 c32 c33 c34 c37 c40", BrokenConnectors.KeysOfItsOwn::new),
            new Broken("a stop at a short page", "c8", BrokenConnectors.StopsAtAShortPage::new),
            new Broken("a stop at an exact multiple", "c8 c9 c50", BrokenConnectors.StopsAtAnExactMultiple::new),
            new Broken("the first row twice", "c10 c21", BrokenConnectors.RepeatsTheFirstRow::new),
            new Broken("a place kept in a field", "c11 c12", BrokenConnectors.RemembersItsPlace::new),
            new Broken("since ignored", "c19 c20 c21", BrokenConnectors.IgnoresSince::new),
            new Broken("strictly after the watermark", "c21", BrokenConnectors.StrictlyAfter::new),
            new Broken("the watermark of the end", "c23", BrokenConnectors.WatermarkOfTheEnd::new),
            new Broken("a second try after 401", "c31", BrokenConnectors.TriesAgainAfter401::new),
            new Broken("a failing page skipped", "c32", BrokenConnectors.SkipsAPageThatFails::new),
            new Broken("nonsense read as nothing", "c33", BrokenConnectors.ReadsNonsenseAsNothing::new),
            new Broken("a stop at a bad row", "c37 c47", BrokenConnectors.StopsAtABadRow::new),
            new Broken("IDs as numbers", "c40", BrokenConnectors.IdsAreNumbers::new),
            new Broken(
                    "an empty file read as nobody", "c43", BrokenConnectors.EmptyFileIsNobody::new, PeopleFolder::new),
            new Broken("rows in the log", "c47", BrokenConnectors.PrintsRows::new),
            new Broken("records about nobody", "c40 c49", BrokenConnectors.AboutNobody::new),
            new Broken("a call for each student", "c50", BrokenConnectors.OneCallAStudent::new));

    @TestFactory
    Stream<DynamicTest> aBrokenConnectorFailsExactlyItsChecks() {
        return BROKEN.stream()
                .map(broken -> DynamicTest.dynamicTest(
                        broken.name(), () -> assertThat(failedChecks(broken)).isEqualTo(broken.fails())));
    }

    @Test
    void everyCheckIsMetByAConnectorThatBreaksIt() {
        assertThat(BROKEN.stream().flatMap(broken -> broken.fails().stream()).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        checks().map(ConnectorContractTests::number).toList());
    }

    private static Stream<Method> checks() {
        return Arrays.stream(ConnectorContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class));
    }

    private static String number(Method check) {
        return check.getName().replaceAll("(c\\d+).*", "$1");
    }

    private static Set<String> failedChecks(Broken broken) throws Exception {
        // One instance for all the checks, as in production.
        var one = broken.connector().get();
        var contract = new ConnectorContract() {
            @Override
            public DistrictConnector connector() {
                return one;
            }

            @Override
            public SourceFixture openSource() throws Exception {
                return broken.source().call();
            }
        };
        var failed = new TreeSet<String>();
        for (var check : checks().toList()) {
            try {
                check.invoke(contract);
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof TestAbortedException)) {
                    failed.add(number(check));
                }
            }
        }
        return failed;
    }

    /** A connector with one mistake, and the numbers of the checks that it fails. */
    private record Broken(
            String name, Set<String> fails, Supplier<DistrictConnector> connector, Callable<SourceFixture> source) {

        Broken(String name, String fails, Supplier<DistrictConnector> connector) {
            this(name, fails, connector, PeopleServer::new);
        }

        Broken(String name, String fails, Supplier<DistrictConnector> connector, Callable<SourceFixture> source) {
            this(name, new TreeSet<>(Arrays.asList(fails.split(" ", -1))), connector, source);
        }
    }
}
