/** The district as its readers meet it: over HTTP and through its files. One rule: nothing here looks inside. */
@NullMarked
package link.studentsuccess.sampledistrict;

import org.jspecify.annotations.NullMarked;
