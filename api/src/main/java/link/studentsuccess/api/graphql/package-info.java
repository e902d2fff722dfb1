/**
 * What GraphQL itself needs and no feature owns: opaque ids, cursors, connections, limits, scalars, errors.
 * Start at {@link link.studentsuccess.api.graphql.GraphQlConfiguration}. It knows nothing of students.
 */
@NullMarked
package link.studentsuccess.api.graphql;

import org.jspecify.annotations.NullMarked;
