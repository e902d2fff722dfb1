package link.studentsuccess.connectors.testkit;

import link.studentsuccess.connectors.spi.DistrictConnector;

class PeopleConnectorTests implements ConnectorContract {

    @Override
    public DistrictConnector connector() {
        return new PeopleConnector();
    }

    @Override
    public SourceFixture openSource() throws Exception {
        return new PeopleServer();
    }
}
