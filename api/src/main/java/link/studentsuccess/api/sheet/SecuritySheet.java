package link.studentsuccess.api.sheet;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.RoleMatrix;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;
import reactor.core.publisher.Mono;

/** Written once from what runs, when it is first asked for; it does not change while it runs. */
@Component
final class SecuritySheet {

    private final Mono<String> page;

    SecuritySheet(GraphQlSource source, RoleMatrix matrix, DatabaseClient client, Clock clock) {
        this.page = Stored.read(client)
                .map(stored -> page(
                        new Told(source.schema()),
                        stored,
                        matrix,
                        LocalDate.ofInstant(clock.instant(), clock.getZone())))
                .cacheInvalidateIf(String::isEmpty); // a failure is not kept
    }

    Mono<String> page() {
        return page;
    }

    private static String page(Told told, Stored stored, RoleMatrix matrix, LocalDate today) {
        var roles = Arrays.asList(Role.values());
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>Security sheet – Student Success Link</title>
                <link rel="stylesheet" href="/security-sheet.css">
                </head>
                <body>
                <main>
                <h1>Security sheet for districts</h1>
                <p>Student Success Link, as it runs on %s. Its lists are read from the running schema, database and role
                table, when somebody first asks for this page after a start; its sentences name the tests that prove them.</p>
                <h2>What is stored</h2>
                <p>Of a student only the categories that an agreement of the district opens with a consent, or with the
                district's own designation as a school official: those that are open today, those that open within 30 days and
                those that ended at most 60 days ago; and only for children whom an organization serves. A consent that was
                withdrawn stores nothing. Nothing else that a district sends is written to the database.</p>
                %s
                <h2>Where</h2>
                <p>In one PostgreSQL database of the regional operator. Files that a district drops, with whatever it put into
                them, lie in its own folder there as long as it leaves them. The browser keeps no data, no token and no cookie;
                answers forbid caches; the service's logs, mails, addresses and measurements hold no child. The log of the
                database server holds none where its errors are set to be terse and its statements are not logged, as the
                operator sees to. A table counted as closed shows the service only the rows that its policy lets through: of a
                student's record none, until a release of it stands in the ledger.</p>
                %s
                <h2>How long</h2>
                %s
                <h2>Who can see</h2>
                <p>Through the service only a person signed in with an active account at the address of their own place, and a
                program that such a person answers for: it sees what that person may, and changes nothing. Whoever administers
                the operator's database server can read what is stored there, past the service; no record of the service tells
                that. A category opens for one child on one day if no gate is closed. What a closed one says, the first that
                is, in this order:</p>
                <ol>%s</ol>
                <p>The questions that can lead to a child, and who may ask them; a dot is a refusal.</p>
                %s
                <h2>How it is proven</h2>
                %s
                </main>
                </body>
                </html>
                """.formatted(
                today,
                table(
                        List.of("Category", "What it holds"),
                        told.categories(),
                        word -> List.of(word.name(), word.what())),
                table(
                        List.of("Area", "What it holds", "Tables", "Closed"),
                        stored.areas(),
                        area -> List.of(area.name(), area.what(), "" + area.tables(), "" + area.closed())),
                items(Promises.ofTime(stored.destructionDays())),
                told.gates().stream()
                        .map(gate -> "<li>" + HtmlUtils.htmlEscape(gate.what()) + "</li>")
                        .collect(Collectors.joining("\n")),
                table(
                        Stream.concat(Stream.of("Question"), roles.stream().map(SecuritySheet::words))
                                .toList(),
                        told.questionsAboutChildren(),
                        question -> Stream.concat(
                                        Stream.of(question.name()),
                                        roles.stream()
                                                .map(role ->
                                                        matrix.allows(role, "Query." + question.name()) ? "may" : "·"))
                                .toList()),
                items(Promises.ofProof()));
    }

    private static String words(Role role) {
        return role.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    private static String items(List<Promises.Promise> promises) {
        return promises.stream()
                .map(promise -> "<li>" + HtmlUtils.htmlEscape(promise.sentence()) + " <small>"
                        + HtmlUtils.htmlEscape(String.join(", ", promise.tests())) + "</small></li>")
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    private static <T> String table(List<String> head, List<T> rows, Function<T, List<String>> cells) {
        return rows.stream()
                .map(row -> row(cells.apply(row), "td"))
                .collect(Collectors.joining(
                        "\n",
                        "<div><table>\n<thead>" + row(head, "th") + "</thead>\n<tbody>\n",
                        "\n</tbody></table></div>"));
    }

    private static String row(List<String> cells, String cell) {
        return cells.stream()
                .map(text -> "<" + cell + ">" + HtmlUtils.htmlEscape(text) + "</" + cell + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }
}
