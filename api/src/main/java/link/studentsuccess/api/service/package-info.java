/**
 * Clients without a person that ask for their owner's own roster. What one sees is decided by access.find_viewer and
 * access.known alone. Start at {@link link.studentsuccess.api.service.ServiceAccountResolver}.
 */
@NullMarked
package link.studentsuccess.api.service;

import org.jspecify.annotations.NullMarked;
