/**
 * Participants: children as an organization knows and serves them, and the lists they come in.
 * Start at {@link link.studentsuccess.api.participant.ParticipantResolver}. Who is in a list is decided by access.roster.
 */
@NullMarked
package link.studentsuccess.api.participant;

import org.jspecify.annotations.NullMarked;
