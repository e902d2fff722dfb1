package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.demo.Person;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The copy of a child's disclosures that a steward gives to the parent. */
class DisclosureCopyTests extends LedgerStories {

    /** "the parties who have requested or received the information, and the legitimate interests" (34 CFR 99.32(a)(3)). */
    @Test
    @DisplayName(
            "case 40: a copy for the parent: parties, times, categories and purpose, and what is still held; no staff names")
    void copyForTheParent() {
        lookAtLena("ForTheCopy");

        var copy = copy(Person.STEPH);

        assertThat(copy.get("disclosures").valueStream()).anySatisfy(line -> {
            assertThat(line.get("organizationName").asString()).isEqualTo("Sound Reach");
            assertThat(line.get("category").asString()).isEqualTo("GRADES");
            assertThat(line.at("/bases/0").asString()).isEqualTo("WRITTEN_CONSENT");
            assertThat(line.get("purpose").asString()).isNotBlank();
        });
        assertThat(copy.toString()).doesNotContain("Maria", "Delgado", "ForTheCopy");
        var held = new HashMap<String, Integer>();
        copy.get("held")
                .valueStream()
                .forEach(h ->
                        held.put(h.get("category").asString(), h.get("entries").asInt()));
        assertThat(held).containsKeys("ENROLLMENT", "ATTENDANCE", "GRADES");
        assertThat(String.valueOf(held.get("ATTENDANCE")))
                .isEqualTo(Worlds.truth(world, """
                                select count(*)
                                from record.attendance_event a
                                join record.enrollment e on e.id = a.enrollment_id
                                join record.student_match m on m.record_id = e.student_id
                                where m.student_id = '%s'
                                """.formatted(world.student(Child.LENA)))
                        .get(0));
        var lenas = copy.get("disclosures")
                .valueStream()
                .filter(line -> line.get("category").asString().equals("GRADES"))
                .map(line -> line.get("at").asString())
                .findFirst()
                .orElseThrow();
        assertThat(copy(Person.ROSA).toString())
                .as("Dario has the same number in another district")
                .contains("ENROLLMENT")
                .doesNotContain(lenas);
        for (var other : List.of(Person.ALEX, Person.CORA, Person.OLLIE, Person.MARIA)) {
            assertThat(copy(other).isNull()).as(other.name()).isTrue();
        }
    }

    @Test
    @DisplayName(
            "case 40: the same copy as a file that a family takes home; its student stands in no address, and the reading is on record")
    void copyAsAFile() {
        lookAtLena("ForTheFile");
        var readings =
                "select count(*) from ledger.release l join ledger.request r on r.id = l.request_id where r.operation ="
                        + " 'exportDisclosureCopy' and l.category = 'DISCLOSURES' and '" + world.student(Child.LENA)
                        + "' = any(l.released)";
        var before = Integer.parseInt(Worlds.truth(world, readings).get(0));

        var file = copyFile(Person.STEPH, Child.LENA.districtStudentId());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("disclosure-copy.csv");
        var lines = file.body().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo(
                        "\"what\",\"at\",\"organization_name\",\"role\",\"category\",\"bases\",\"purpose\",\"entries\"");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("\"RELEASED\",\"20")
                        .contains("\"Sound Reach\",\"CASE_WORKER\",\"GRADES\",\"WRITTEN_CONSENT\""));
        assertThat(file.body())
                .doesNotContain("Maria", "Delgado", "ForTheFile", "Harbor Lights\",\"CASE_WORKER\",\"GRADES");
        // One source: what the question tells is what the file tells.
        var told = Ask.as(Person.STEPH)
                .data(COPY, Map.of("number", Child.LENA.districtStudentId()))
                .get("disclosureCopy");
        assertThat(lines.stream().filter(line -> line.startsWith("\"HELD\"")))
                .containsExactlyElementsOf(told.get("held")
                        .valueStream()
                        .map(h -> "\"HELD\",,,,\"" + h.get("category").asString() + "\",,,\""
                                + h.get("entries").asInt() + "\"")
                        .toList());
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("\"RELEASED\""))
                        .map(line -> line.replaceFirst("\"RELEASED\",\"[^\"]+\"", ""))
                        .limit(50))
                .hasSizeGreaterThan(1)
                .containsExactlyElementsOf(told.get("disclosures")
                        .valueStream()
                        .limit(50)
                        .map(DisclosureCopyTests::line)
                        .toList());

        assertThat(Integer.parseInt(Worlds.truth(world, readings).get(0))).isEqualTo(before + 1);
        assertThat(receipts(Person.OLLIE, Person.STEPH).get("files").toString()).contains("exportDisclosureCopy");
        var lenas = lines.stream()
                .filter(line -> line.contains("\"GRADES\",\"WRITTEN_CONSENT\""))
                .map(line -> line.split("\"", -1)[3])
                .findFirst()
                .orElseThrow();
        assertThat(copyFile(Person.ROSA, Child.LENA.districtStudentId()).body())
                .as("Dario has the same number in another district")
                .contains("\"HELD\"")
                .doesNotContain(lenas);
        for (var other : List.of(Person.ALEX, Person.CORA, Person.OLLIE, Person.MARIA)) {
            assertThat(copyFile(other, Child.LENA.districtStudentId()).statusCode())
                    .as(other.name())
                    .isEqualTo(404);
        }
        assertThat(copyFile(Person.STEPH, " ").statusCode()).isEqualTo(400);
    }

    private static String line(JsonNode copied) {
        var bases = copied.get("bases").valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
        return Stream.of(
                        copied.get("organizationName").asString(""),
                        copied.get("role").asString(),
                        copied.get("category").asString(),
                        bases,
                        copied.get("purpose").asString(""),
                        "")
                .map(value -> value.isEmpty() ? "," : ",\"" + value + '"')
                .collect(Collectors.joining());
    }

    private HttpResponse<String> copyFile(Person reader, String number) {
        return Ask.send(Ask.as(reader)
                .request()
                .setHeader("Accept", "*/*")
                .header("District-Student-Id", number)
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/disclosure-copy.csv"))
                .GET());
    }
}
