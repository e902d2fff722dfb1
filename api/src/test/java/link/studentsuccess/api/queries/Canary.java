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

    /** What organizations share with a district: by record, and the schools by enrollment. */
    static final String SHARED_WITH_DISTRICT = "SHARED_WITH_DISTRICT";

    /** The name of a program, of one's own or shared. */
    static final String PROGRAM = "PROGRAM";

    /** Of a document, for nobody to be answered. */
    static final String NOBODY = "NOBODY";
}
