package link.studentsuccess.connectors.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Evidence;
import link.studentsuccess.connectors.spi.HttpGateway.ClientCredentials;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.spi.Watermark;

/** The connector that keeps the contract; {@link BrokenConnectors} break it in one place each. */
class PeopleConnector implements DistrictConnector {

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "people",
                "People",
                "{\"type\":\"object\",\"properties\":{\"address\":{\"type\":\"string\"},\"secret\":{\"type\":\"string\"}}}",
                Set.of("secret"),
                Set.of(StreamName.STUDENT));
    }

    @Override
    public CheckReport check(ConnectorContext context) {
        return new CheckReport(List.of(CheckReport.Step.of(
                "people", () -> ask(PageRequest.full(StreamName.STUDENT, 1), 0, context))));
    }

    @Override
    public Catalog discover(ConnectorContext context) {
        return new Catalog(
                List.of(new StreamSpec(StreamName.STUDENT, Deletion.ABSENCE_IN_FULL, true, false)), StudentKeys.SOURCE);
    }

    @Override
    public Page fetch(PageRequest request, ConnectorContext context) {
        var at = request.at();
        var offset = at == null ? 0 : Integer.parseInt(at.value().split(" ", -1)[0]);
        var start =
                at == null ? context.clock().instant().toString() : at.value().split(" ", -1)[1];
        var lines = ask(request, offset, context);
        var head = lines.get(0).split(" ", -1);
        var total = Integer.parseInt(head[1]);
        if (Integer.parseInt(head[2]) != offset) {
            throw new SourceDefect("The source answers with another page than the one asked for.");
        }
        var changes = new ArrayList<Change>();
        for (var line : lines.subList(1, lines.size() - 1)) {
            changes.add(change(line));
        }
        var read = lines.size() - 2;
        if (read == 0 && offset < total) {
            throw new SourceDefect("The source says there are more people than it gives.");
        }
        var last = offset + read >= total;
        return new Page(
                changes,
                last ? null : new Position(offset + read + " " + start),
                last ? new Watermark(start) : null,
                new Evidence((long) total, null, read));
    }

    Change change(String line) {
        var field = line.split(",", -1);
        var key = new SourceKey(field[0]);
        try {
            var born = LocalDate.parse(field[4]);
            return new Upsert(key, new StudentRecord(field[1], field[2], field[3], null, born), Set.of(key));
        } catch (DateTimeException e) {
            return Reject.malformed(key, "birthDate");
        }
    }

    List<String> ask(PageRequest request, int offset, ConnectorContext context) {
        var base = context.settings().text("address");
        var query = "people?offset=" + offset + "&limit=" + request.sizeHint();
        if (request.mode() == Mode.DELTA && request.since() != null) {
            query += "&since=" + moment(request.since());
        }
        var credentials = new ClientCredentials(URI.create(base + "token"), "people", "secret", Set.of());
        return lines(context.http().get(URI.create(base + query), credentials).body());
    }

    List<String> lines(byte[] body) {
        var lines = new String(body, UTF_8).lines().toList();
        if (lines.size() < 2 || !lines.get(0).startsWith("people ") || !"end".equals(lines.get(lines.size() - 1))) {
            throw new SourceDefect("The source does not answer with people: check the address.");
        }
        return lines;
    }

    private static Instant moment(Watermark watermark) {
        try {
            return Instant.parse(watermark.value());
        } catch (DateTimeException e) {
            throw new ConfigProblem("The stored watermark cannot be read: pull in full.");
        }
    }
}
