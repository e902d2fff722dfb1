/**
 * What neutral values of a student stand for, for the facets of the categories that they would give away. Start at
 * {@link link.studentsuccess.api.reveal.RevealedValues}; a facet asks for its own category and no other.
 */
@NullMarked
package link.studentsuccess.api.reveal;

import org.jspecify.annotations.NullMarked;
