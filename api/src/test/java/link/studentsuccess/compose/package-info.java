/**
 * docker-compose.yml, held against what it speaks of. Start at {@link link.studentsuccess.compose.ComposeFile}; the
 * containers' three servers start from their packages in {@link link.studentsuccess.compose.KeycloakTests}. Its one rule:
 * what the file says is read from the file, so that the two cannot drift apart.
 */
@NullMarked
package link.studentsuccess.compose;

import org.jspecify.annotations.NullMarked;
