package link.studentsuccess.connectors.spi;

/** The source gave a record another key; what hangs on the old one now hangs on the new one. */
public record KeyChange(SourceKey from, SourceKey to) implements Change {}
