/**
 * node(id): anything by its opaque id. Start at {@link link.studentsuccess.api.node.NodeResolver}.
 */
@NullMarked
package link.studentsuccess.api.node;

import org.jspecify.annotations.NullMarked;
