/**
 * Files that are made when they are asked for and taken along: the ledger for a district, an organization's own data for its
 * admin. Start at HandOverRoutes. Who may, and that it is on record, is the access policy's.
 */
@NullMarked
package link.studentsuccess.api.handover;

import org.jspecify.annotations.NullMarked;
