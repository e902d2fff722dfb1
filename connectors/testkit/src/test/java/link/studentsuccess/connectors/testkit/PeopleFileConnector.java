package link.studentsuccess.connectors.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.StreamName;

/** Reads from a file what {@link PeopleConnector} asks a server for, always in full; it keeps the contract too. */
class PeopleFileConnector extends PeopleConnector {

    @Override
    public Catalog discover(ConnectorContext context) {
        return new Catalog(
                List.of(new StreamSpec(StreamName.STUDENT, Deletion.ABSENCE_IN_FULL, false, false)),
                StudentKeys.SOURCE);
    }

    @Override
    List<String> ask(PageRequest request, int offset, ConnectorContext context) {
        var all = lines(file(context));
        var people = all.subList(1, all.size() - 1);
        var to = Math.min(people.size(), offset + request.sizeHint());
        var answer = new ArrayList<String>();
        answer.add("people " + people.size() + " " + offset);
        answer.addAll(people.subList(Math.min(offset, to), to));
        answer.add("end");
        return answer;
    }

    @Override
    List<String> lines(byte[] file) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file));
        } catch (CharacterCodingException e) {
            throw new SourceDefect("The file is not UTF-8.");
        }
        return super.lines(file);
    }

    private static byte[] file(ConnectorContext context) {
        var file = context.files().list().stream()
                .filter(f -> f.name().equals(PeopleFolder.FILE))
                .findFirst()
                .orElseThrow(() -> new SourceDefect("There is no file of people."));
        try (var stream = context.files().open(file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
