package link.studentsuccess.connectors.spi;

/** The source says that the record is gone. An enrollment that ended is history, not a deletion. */
public record Delete(SourceKey key) implements Change {}
