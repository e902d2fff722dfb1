package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files, handed in once with a ticket and read by whoever may. */
class FileTests {

    private static final byte[] PDF = "%PDF-1.7 signed by both".getBytes(StandardCharsets.US_ASCII);

    private final DemoWorld world = Worlds.pulled();

    @Test
    void fillsItsPlaceOnceAndIsReadByItsOwner() {
        var place = place(Person.ALEX, "SIGNED_AGREEMENT");

        var first = upload(Person.ALEX, place.get("ticket").asString(), PDF);
        var second = upload(Person.ALEX, place.get("ticket").asString(), PDF);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(Ask.json(first).get("fileId")).isEqualTo(place.get("fileId"));
        assertThat(second.statusCode()).isEqualTo(410);
        var read = read(Person.ALEX, place.get("fileId").asString());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(new String(PDF, StandardCharsets.US_ASCII));
        assertThat(read.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(read.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(read.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void aTicketIsSpentBeforeTheBodyIsRead() throws IOException {
        var ticket = place(Person.ALEX, "SIGNED_AGREEMENT").get("ticket").asString();
        try (var slow = begin(Person.ALEX, ticket)) {
            awaitSpent(ticket);

            assertThat(upload(Person.ALEX, ticket, PDF).statusCode())
                    .as("while the first one sends")
                    .isEqualTo(410);

            slow.getOutputStream().write(PDF, 1, PDF.length - 1);
            assertThat(new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .contains("201");
        }
        assertThat(upload(Person.ALEX, ticket, PDF).statusCode())
                .as("once it has sent")
                .isEqualTo(410);
    }

    /** Sends all of an upload but what follows the first byte of its body. */
    private Socket begin(Person person, String ticket) throws IOException {
        var token = Ask.as(person).request().build().headers().firstValue("Authorization");
        var head =
                "POST /files HTTP/1.1\r\nHost: " + person.place().host() + "\r\nAuthorization: " + token.orElseThrow()
                        + "\r\nUpload-Ticket: " + ticket + "\r\nContent-Length: " + PDF.length + "\r\n\r\n%";
        var socket = new Socket(InetAddress.getLoopbackAddress(), world.apiPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void awaitSpent(String ticket) {
        var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Worlds.truth(
                        world,
                        "select 1 from document.file where spent_at is not null and ticket_hash = sha256('" + ticket
                                + "'::bytea)")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("the first one has not begun").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void isNobodyElsesThoughItIsThere() {
        var place = place(Person.ALEX, "SIGNED_AGREEMENT");
        var ticket = place.get("ticket").asString();

        assertThat(upload(Person.DANA, ticket, PDF).statusCode())
                .as("another's ticket")
                .isEqualTo(410);
        assertThat(upload(Person.ALEX, ticket, PDF).statusCode()).isEqualTo(201);
        for (var other : new Person[] {Person.DANA, Person.MARIA, Person.STEPH, Person.OLLIE, Person.JUNE}) {
            assertThat(read(other, place.get("fileId").asString()).statusCode())
                    .as(other.name())
                    .isEqualTo(404);
        }
        assertThat(Worlds.truth(world, "select count(*) from document.file where uploaded_at is not null"))
                .doesNotContain("0");
    }

    @Test
    void isWhatItsContentSaysAndNoLargerThanAllowed() {
        var page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
        assertThat(upload(
                                Person.ALEX,
                                place(Person.ALEX, "SIGNED_AGREEMENT")
                                        .get("ticket")
                                        .asString(),
                                page)
                        .statusCode())
                .isEqualTo(415);
        var large = Arrays.copyOf(PDF, 10 * 1024 * 1024 + 1);
        assertThat(upload(
                                Person.ALEX,
                                place(Person.ALEX, "SIGNED_AGREEMENT")
                                        .get("ticket")
                                        .asString(),
                                large)
                        .statusCode())
                .isEqualTo(413);
        assertThat(upload(Person.ALEX, "no-ticket", PDF).statusCode()).isEqualTo(410);
    }

    /** Each refusal says what to do about the file, and nothing of GraphQL. */
    @Test
    void whatIsWrongWithAFileIsSaid() {
        var large = Arrays.copyOf(PDF, 10 * 1024 * 1024 + 1);
        var ticketless = Ask.as(Person.ALEX)
                .request()
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files"))
                .POST(BodyPublishers.ofByteArray(PDF));

        assertRefused(Ask.send(ticketless), 400, "Send the ticket that requestUpload");
        assertRefused(uploaded("SIGNED_AGREEMENT", new byte[0]), 415, "The file is empty");
        assertRefused(uploaded("SIGNED_AGREEMENT", new byte[9]), 415, "The file must be PDF, PNG or JPEG");
        assertRefused(uploaded("PARTICIPANT_IMPORT", PDF), 415, "A list to import is CSV");
        assertRefused(uploaded("CONSENT_EVIDENCE", large), 413, "The file is larger than 10 MiB: scan it");
        assertRefused(uploaded("PARTICIPANT_IMPORT", large), 413, "The file is larger than 10 MiB: split the list");
        assertRefused(
                read(Person.STEPH, "disclosures.csv?after=abc"),
                400,
                "'after' must be the release_id of the last line");
    }

    private HttpResponse<String> uploaded(String purpose, byte[] content) {
        return upload(Person.ALEX, place(Person.ALEX, purpose).get("ticket").asString(), content);
    }

    private static void assertRefused(HttpResponse<String> response, int status, String sentence) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(Ask.json(response).at("/errors/0/message").asString())
                .startsWith(sentence)
                .doesNotContain("GraphQL", "application/json");
    }

    @Test
    void aTicketIsTenMinutesOld() {
        var place = place(Person.ALEX, "SIGNED_AGREEMENT");
        Worlds.change(
                world,
                "update document.file set requested_at = now() - interval '11 minutes' where uploaded_at is null");

        assertThat(upload(Person.ALEX, place.get("ticket").asString(), PDF).statusCode())
                .isEqualTo(410);
    }

    private static JsonNode place(Person person, String purpose) {
        return Ask.as(person)
                .data("mutation { requestUpload(input: { purpose: " + purpose
                        + ", name: \"Agreement.pdf\" }) { fileId ticket errors { message } } }")
                .get("requestUpload");
    }

    private HttpResponse<String> upload(Person person, String ticket, byte[] content) {
        return Ask.send(Ask.as(person)
                .request()
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files"))
                .header("Upload-Ticket", ticket)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(content)));
    }

    private HttpResponse<String> read(Person person, String file) {
        return Ask.send(Ask.as(person)
                .request()
                .setHeader("Accept", "*/*")
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/" + file))
                .GET());
    }
}
