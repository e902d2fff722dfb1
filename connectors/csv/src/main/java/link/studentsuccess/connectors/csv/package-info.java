/**
 * Districts that drop files: attendance and calendar in a minimal format of our own, documented in the connectors
 * README. Start at {@link link.studentsuccess.connectors.csv.CsvConnector}; for a format of your own, at
 * {@link link.studentsuccess.connectors.csv.CsvTable}. The one rule: without a manifest that agrees, a drop is not read.
 */
@NullMarked
package link.studentsuccess.connectors.csv;

import org.jspecify.annotations.NullMarked;
