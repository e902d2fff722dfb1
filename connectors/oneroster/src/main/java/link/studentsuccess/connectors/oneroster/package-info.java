/**
 * Districts that serve OneRoster 1.2 over REST, and 1.1 where it is signed in to with OAuth 2. Start at
 * {@link link.studentsuccess.connectors.oneroster.OneRosterConnector}; what a field means is decided in
 * OneRosterMapping, for grades in GradeMapping, and nowhere else. The one rule: lenient on form, strict on identity, because real servers differ.
 */
@NullMarked
package link.studentsuccess.connectors.oneroster;

import org.jspecify.annotations.NullMarked;
