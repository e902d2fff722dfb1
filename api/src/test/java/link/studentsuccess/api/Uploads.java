package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import link.studentsuccess.demo.DemoWorld;

/** Files as a browser hands them in and reads them. */
final class Uploads {

    private Uploads() {}

    /** Hands in a list of participants, and answers the id of its file. */
    static String list(DemoWorld world, Ask by, String text) {
        var place = by.data("mutation { requestUpload(input: { purpose: PARTICIPANT_IMPORT, name: \"list.csv\" })"
                        + " { fileId ticket errors { message } } }")
                .get("requestUpload");
        var answer = Ask.send(by.request()
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files"))
                .header("Upload-Ticket", place.get("ticket").asString())
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString(text)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return place.get("fileId").asString();
    }

    static HttpResponse<String> read(DemoWorld world, Ask by, String file) {
        return Ask.send(by.request()
                .setHeader("Accept", "*/*")
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/" + file))
                .GET());
    }
}
