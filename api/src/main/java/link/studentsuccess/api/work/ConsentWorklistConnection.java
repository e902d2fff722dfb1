package link.studentsuccess.api.work;

import java.util.List;
import link.studentsuccess.api.graphql.Connection;

/** A page of what is to do about consents, with how much there is of each kind. */
record ConsentWorklistConnection(
        List<Connection.Edge<ConsentWorklistEntry>> edges,
        Connection.PageInfo pageInfo,
        long totalCount,
        List<Count> counts) {

    /** How many entries of a kind. */
    record Count(String kind, long count) {}
}
