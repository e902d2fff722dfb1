/**
 * Files that people hand in: a mutation asks for a place, `POST /files` fills it once, `GET /files/{id}` reads it. Start at
 * {@link link.studentsuccess.api.file.FileRoutes}. What a file is, its content says, never its name.
 */
@NullMarked
package link.studentsuccess.api.file;

import org.jspecify.annotations.NullMarked;
