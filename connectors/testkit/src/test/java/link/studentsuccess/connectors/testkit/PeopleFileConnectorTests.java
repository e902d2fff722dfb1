package link.studentsuccess.connectors.testkit;

import link.studentsuccess.connectors.spi.DistrictConnector;

class PeopleFileConnectorTests implements ConnectorContract {

    @Override
    public DistrictConnector connector() {
        return new PeopleFileConnector();
    }

    @Override
    public SourceFixture openSource() throws Exception {
        return new PeopleFolder();
    }
}
