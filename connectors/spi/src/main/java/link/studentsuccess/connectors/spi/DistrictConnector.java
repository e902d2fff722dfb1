package link.studentsuccess.connectors.spi;

/**
 * An adapter from one kind of district system to canonical records. Found by {@link java.util.ServiceLoader}; one
 * instance serves every district at once, so it keeps no state, no threads and no cache.
 */
public interface DistrictConnector {

    /** Who this connector is and what it needs. Pure: no I/O, the same answer every time. */
    ConnectorSpec spec();

    /** Reads a little of everything and reports what works; never throws, never writes. */
    CheckReport check(ConnectorContext context);

    /** The streams this district really serves, in dependency order. */
    Catalog discover(ConnectorContext context);

    /** One page of one stream. Every position handed out earlier in the same pull can be asked for again. */
    Page fetch(PageRequest request, ConnectorContext context);
}
