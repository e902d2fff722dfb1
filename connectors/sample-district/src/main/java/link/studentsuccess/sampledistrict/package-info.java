/**
 * A synthetic school district as an integrator meets it from outside: it serves OneRoster 1.2 over HTTP on the loopback
 * address and drops attendance files into a folder. Start at {@link link.studentsuccess.sampledistrict.SampleDistrict}.
 * Its one rule: the same options give the same world, so nothing here asks the machine for the date or for chance.
 */
@NullMarked
package link.studentsuccess.sampledistrict;

import org.jspecify.annotations.NullMarked;
