package link.studentsuccess.connectors.csv;

import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.testkit.ConnectorContract;
import link.studentsuccess.connectors.testkit.SourceFixture;

/** A source that only its mapping explains keeps the same contract. */
class MappedContractTests implements ConnectorContract {

    @Override
    public DistrictConnector connector() {
        return new CsvConnector();
    }

    @Override
    public SourceFixture openSource() throws Exception {
        return new MappedSource();
    }
}
