package link.studentsuccess.api.queries;

import java.util.Set;
import java.util.UUID;

/**
 * A value that stands in one place of the world alone: whose it is, and which of the holders' categories tell it. A value
 * that several children have in common may be told to who may be told it of one of them.
 */
record Canary(String place, Set<String> categories, Set<UUID> holders) {

    /** What an organization knows itself of a participant. */
    static final String OWN = "OWN";

    /** What organizations share with a district: by record, by enrollment for the schools, by program enrollment. */
    static final String SHARED_WITH_DISTRICT = "SHARED_WITH_DISTRICT";

    /** Who signs for a participant: known to the stewards of its districts. */
    static final String SIGNER = "SIGNER";

    /** A district's number of a student, and why it holds one: known to its stewards. */
    static final String OF_DISTRICT = "OF_DISTRICT";

    /** A school as a label of statistics, whether or not a child of the organization is there: told with an agreement. */
    static final String LABEL = "LABEL";

    /** Of a document or of what a district delivered, for nobody to be answered. */
    static final String NOBODY = "NOBODY";
}
