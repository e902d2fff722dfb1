/**
 * Agreements with the operator and with districts: drafted, signed by both sides, amended, ended. Reading starts at
 * {@link link.studentsuccess.api.agreement.AgreementResolver}, changing at
 * {@link link.studentsuccess.api.agreement.AgreementChanges}. The second signature, and nothing else, puts one in force.
 */
@NullMarked
package link.studentsuccess.api.agreement;

import org.jspecify.annotations.NullMarked;
