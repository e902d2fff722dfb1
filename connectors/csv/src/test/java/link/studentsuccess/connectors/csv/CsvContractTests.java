package link.studentsuccess.connectors.csv;

import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.testkit.ConnectorContract;
import link.studentsuccess.connectors.testkit.SourceFixture;

class CsvContractTests implements ConnectorContract {

    @Override
    public DistrictConnector connector() {
        return new CsvConnector();
    }

    @Override
    public SourceFixture openSource() throws Exception {
        return new DropSource();
    }
}
