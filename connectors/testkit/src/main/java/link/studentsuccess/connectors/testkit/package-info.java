/**
 * The contract every connector keeps, ours and an integrator's, as tests to inherit: start at
 * {@link link.studentsuccess.connectors.testkit.ConnectorContract} and write a
 * {@link link.studentsuccess.connectors.testkit.SourceFixture}. The gateways here are for loopback tests only. The one
 * rule: every check is proven by a connector that breaks it, in this module's own tests.
 */
@NullMarked
package link.studentsuccess.connectors.testkit;

import org.jspecify.annotations.NullMarked;
