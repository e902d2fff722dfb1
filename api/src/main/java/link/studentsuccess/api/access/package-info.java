/**
 * From a verified caller to students with their decisions: one database transaction per request
 * ({@link link.studentsuccess.api.access.RequestTransaction}), students made in one place
 * ({@link link.studentsuccess.api.access.Students}), and a synchronous guard on every facet
 * ({@link link.studentsuccess.api.access.DiscloseGuard}).
 * The one rule: a student without a recorded decision has no data, and what is not proved at start-up does not start.
 */
@NullMarked
package link.studentsuccess.api.access;

import org.jspecify.annotations.NullMarked;
