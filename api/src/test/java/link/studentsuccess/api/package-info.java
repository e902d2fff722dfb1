/**
 * The API from outside: real HTTP, real tokens, a real PostgreSQL, pulled data. Start at
 * {@link link.studentsuccess.api.ThreadTests}; {@link link.studentsuccess.api.Ask} asks as a named person.
 */
@NullMarked
package link.studentsuccess.api;

import org.jspecify.annotations.NullMarked;
