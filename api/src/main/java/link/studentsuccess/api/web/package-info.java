/**
 * The HTTP surface around the graph: headers, errors, the dashboard's files and where to sign in.
 * Start at {@link link.studentsuccess.api.web.HttpErrors}.
 */
@NullMarked
package link.studentsuccess.api.web;

import org.jspecify.annotations.NullMarked;
