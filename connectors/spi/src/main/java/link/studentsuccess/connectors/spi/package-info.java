/**
 * What an integrator sees: one stateless question, {@link link.studentsuccess.connectors.spi.DistrictConnector#fetch},
 * answered page by page in plain blocking code. Start at {@link link.studentsuccess.connectors.spi.DistrictConnector}.
 * The one rule: nothing here depends on anything but jspecify, and no connector opens a socket or a file of its own.
 */
@NullMarked
package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.NullMarked;
