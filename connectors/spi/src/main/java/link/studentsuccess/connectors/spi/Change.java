package link.studentsuccess.connectors.spi;

/** One row of a page. */
public sealed interface Change permits Upsert, Delete, KeyChange, Reject {}
