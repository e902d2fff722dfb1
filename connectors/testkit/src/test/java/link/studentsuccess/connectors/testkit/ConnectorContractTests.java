package link.studentsuccess.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import link.studentsuccess.connectors.spi.DistrictConnector;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** A check that cannot fail proves nothing, so each is met here by a connector that breaks it, and it alone. */
class ConnectorContractTests {

    @TestFactory
    Stream<DynamicTest> aBrokenConnectorFailsExactlyItsChecks() {
        return Stream.of(
                broken("a spec that counts its calls", "c1", BrokenConnectors.SpecThatCounts::new),
                broken("a secret that is not marked", "c2", BrokenConnectors.SecretNotMarked::new),
                broken("a check that always passes", "c4", BrokenConnectors.CheckThatAlwaysPasses::new),
                broken("keys of its own", "c7 c11 c12 c30 c32 c33 c34 c37 c40", BrokenConnectors.KeysOfItsOwn::new),
                broken("a stop at a short page", "c8", BrokenConnectors.StopsAtAShortPage::new),
                broken("the first row twice", "c10 c21", BrokenConnectors.RepeatsTheFirstRow::new),
                broken("a place kept in a field", "c11 c12", BrokenConnectors.RemembersItsPlace::new),
                broken("since ignored", "c19 c20 c21", BrokenConnectors.IgnoresSince::new),
                broken("strictly after the watermark", "c21", BrokenConnectors.StrictlyAfter::new),
                broken("the watermark of the end", "c23", BrokenConnectors.WatermarkOfTheEnd::new),
                broken("a second try after 401", "c31", BrokenConnectors.TriesAgainAfter401::new),
                broken("a failing page skipped", "c32", BrokenConnectors.SkipsAPageThatFails::new),
                broken("nonsense read as nothing", "c33", BrokenConnectors.ReadsNonsenseAsNothing::new),
                broken("a stop at a bad row", "c37 c47", BrokenConnectors.StopsAtABadRow::new),
                broken("IDs as numbers", "c40", BrokenConnectors.IdsAreNumbers::new),
                broken("rows in the log", "c47", BrokenConnectors.PrintsRows::new),
                broken("records about nobody", "c40 c49", BrokenConnectors.AboutNobody::new),
                broken("a call for each student", "c50", BrokenConnectors.OneCallAStudent::new));
    }

    private static DynamicTest broken(String name, String checks, Supplier<DistrictConnector> connector) {
        return DynamicTest.dynamicTest(
                name,
                () -> assertThat(failedChecks(connector))
                        .isEqualTo(new TreeSet<>(Arrays.asList(checks.split(" ", -1)))));
    }

    private static Set<String> failedChecks(Supplier<DistrictConnector> connector) throws Exception {
        // One instance for all the checks, as in production.
        var one = connector.get();
        var contract = new ConnectorContract() {
            @Override
            public DistrictConnector connector() {
                return one;
            }

            @Override
            public SourceFixture openSource() throws Exception {
                return new PeopleServer();
            }
        };
        var failed = new TreeSet<String>();
        for (var check : ConnectorContract.class.getMethods()) {
            if (check.isAnnotationPresent(Test.class)) {
                try {
                    check.invoke(contract);
                } catch (InvocationTargetException e) {
                    if (!(e.getCause() instanceof TestAbortedException)) {
                        failed.add(check.getName().replaceAll("(c\\d+).*", "$1"));
                    }
                }
            }
        }
        return failed;
    }
}
