/**
 * Districts that send flat files: a mapping says what their columns mean, and without one the minimal drop format of the
 * connectors README holds. Start at {@link link.studentsuccess.connectors.csv.CsvConnector}, then at CsvMapping; for a
 * format that no mapping can describe, at {@link link.studentsuccess.connectors.csv.CsvTable}. The one rule: a set of
 * files that is not whole is not read.
 */
@NullMarked
package link.studentsuccess.connectors.csv;

import org.jspecify.annotations.NullMarked;
