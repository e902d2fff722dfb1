package link.studentsuccess.connectors.oneroster;

import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.testkit.ConnectorContract;
import link.studentsuccess.connectors.testkit.SourceFixture;

class OneRosterContractTests implements ConnectorContract {

    @Override
    public DistrictConnector connector() {
        return new OneRosterConnector();
    }

    @Override
    public SourceFixture openSource() throws Exception {
        return new RosterServer();
    }
}
