/**
 * The deployable application, one package per feature. Start at {@link link.studentsuccess.api.StudentSuccessLink}; a
 * query's path is told in {@link link.studentsuccess.api.access}. The rule of who sees what is not here: it is in
 * R__access_policy.sql.
 */
@NullMarked
package link.studentsuccess.api;

import org.jspecify.annotations.NullMarked;
