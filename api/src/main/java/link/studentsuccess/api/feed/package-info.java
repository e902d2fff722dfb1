/**
 * Feeds and their pulls, read by stewards and the operator; and the pull engine's start.
 * Start at {@link link.studentsuccess.api.feed.FeedResolver}.
 */
@NullMarked
package link.studentsuccess.api.feed;

import org.jspecify.annotations.NullMarked;
