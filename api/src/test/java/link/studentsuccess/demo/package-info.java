/**
 * The whole product in one process, for a person who tries it and for tests: a real PostgreSQL, a real OpenID provider,
 * a district that answers and people who sign in. Start at {@link link.studentsuccess.demo.DemoWorld}; a person starts
 * {@link link.studentsuccess.demo.DemoApplication}. Its one rule: it listens on the loopback address only, and what it
 * started it stops.
 */
@NullMarked
package link.studentsuccess.demo;

import org.jspecify.annotations.NullMarked;
