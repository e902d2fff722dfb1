package link.studentsuccess.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoDatabase.Login;
import link.studentsuccess.sampledistrict.Child;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What one must know to use a world: addresses, accounts, queries. The same for people, as text, and programs, as JSON. */
final class DemoFacts {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DemoFacts() {}

    static void write(DemoWorld world, Path file) {
        Folders.writePrivate(file, JSON.writeValueAsString(of(world)) + "\n");
    }

    static Map<String, Object> of(DemoWorld world) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("organizations", places(world, Place.ORGANIZATIONS));
        facts.put("districts", places(world, Place.DISTRICTS));
        facts.put("operator", place(world, Place.OPERATOR));
        facts.put("issuer", world.signIn().issuer());
        facts.put("tokenEndpoint", world.signIn().tokenEndpoint());
        facts.put(
                "people",
                Arrays.stream(Person.values())
                        .map(person -> person(world, person))
                        .toList());
        facts.put(
                "uninvited",
                Arrays.stream(Uninvited.values())
                        .map(account -> uninvited(world, account))
                        .toList());
        facts.put(
                "feeds",
                List.of(
                        feed(world.oneRosterFeed(), "Student information system", Place.PUGET_RIDGE, "oneroster"),
                        feed(world.attendanceFeed(), "Attendance files", Place.PUGET_RIDGE, "csv"),
                        feed(world.flatFilesFeed(), "Weekly files", Place.RAINIER_VALLEY, "csv")));
        facts.put("database", database(world.database()));
        facts.put(
                "queries",
                DemoQuery.all(world.district().today()).stream()
                        .map(DemoFacts::query)
                        .toList());
        facts.put(
                "sampleDistrict",
                ordered(
                        "baseUrl", world.district().oneRosterBase().toString(),
                        "tokenUrl", world.district().tokenAddress().toString()));
        facts.put("participants", participants(world));
        return facts;
    }

    private static List<Map<String, Object>> places(DemoWorld world, List<Place> places) {
        return places.stream().map(place -> place(world, place)).toList();
    }

    private static Map<String, Object> place(DemoWorld world, Place place) {
        var address = world.url(place);
        return ordered("name", place.title(), "address", address, "graphql", address + "/graphql");
    }

    private static Map<String, Object> person(DemoWorld world, Person person) {
        return ordered(
                "name", person.fullName(),
                "username", person.username(),
                "password", world.signIn().password(person),
                "role", person.role(),
                "organization", person.place().title(),
                "address", world.url(person.place()),
                "training", person.trained(),
                "active", person.active());
    }

    private static Map<String, Object> uninvited(DemoWorld world, Uninvited account) {
        return ordered(
                "name", account.fullName(),
                "username", account.username(),
                "password", world.signIn().password(account),
                "email", account.email());
    }

    private static Map<String, Object> feed(UUID id, String name, Place district, String connector) {
        return ordered("id", id.toString(), "name", name, "district", district.title(), "connector", connector);
    }

    private static Map<String, Object> database(DemoDatabase database) {
        var logins = ordered(
                "owner", login(database.owner()),
                "request", login(database.request()),
                "engine", login(database.engine()),
                "sealer", login(database.sealer()));
        return ordered("url", database.jdbcUrl(), "name", DemoDatabase.NAME, "logins", logins);
    }

    private static Map<String, Object> login(Login login) {
        return ordered("username", login.username(), "password", login.password());
    }

    private static Map<String, Object> query(DemoQuery query) {
        return ordered("title", query.title(), "username", query.person().username(), "query", query.text());
    }

    private static List<Map<String, Object>> participants(DemoWorld world) {
        var keys =
                new ArrayList<>(Arrays.stream(Child.values()).map(Child::name).toList());
        keys.addAll(DemoChildren.ELSEWHERE);
        return keys.stream()
                .map(key -> ordered(
                        "case", key,
                        "participantId", Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, key)),
                        "studentId", Id.STUDENT.of(world.student(Place.SOUND_REACH, key))))
                .toList();
    }

    private static Map<String, Object> ordered(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (var i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i].toString(), pairs[i + 1]);
        }
        return map;
    }

    static String text(DemoWorld world) {
        var text =
                new StringBuilder("\nStudent Success Link is running. All people and students in it are made up.\n\n");
        for (var place : Place.values()) {
            text.append("  %-38s %s%n".formatted(place.title(), world.url(place)));
        }
        text.append("\nAccounts\n");
        for (var person : Person.values()) {
            text.append("  %-8s %-20s %-17s %s%s%n"
                    .formatted(
                            person.username(),
                            world.signIn().password(person),
                            person.role(),
                            person.place().title(),
                            remark(person)));
        }
        for (var account : Uninvited.values()) {
            text.append("  %-8s %-20s nobody yet: invite %s%n"
                    .formatted(account.username(), world.signIn().password(account), account.email()));
        }
        text.append("\nA token for one hour\n  ")
                .append(tokenCurl(world, Person.MARIA))
                .append('\n');
        for (var query : DemoQuery.all(world.district().today())) {
            text.append('\n')
                    .append(query.title())
                    .append("\n  ")
                    .append(curl(world, query))
                    .append('\n');
        }
        return text.toString();
    }

    private static String remark(Person person) {
        if (!person.active()) {
            return ", ended";
        }
        if (person == Person.PAT) {
            return ", " + DemoParties.SUMMER_BRIDGE + " only";
        }
        if (person == Person.KIM) {
            return ", by program";
        }
        if (!person.categories().isEmpty()) {
            return ", " + String.join(" and ", person.categories()) + " only";
        }
        if (!person.schoolCodes().isEmpty()) {
            return ", Rainier Ridge High School";
        }
        return person.trained() ? "" : ", without training";
    }

    private static String tokenCurl(DemoWorld world, Person person) {
        return "curl -s -u " + person.username() + ":" + world.signIn().password(person) + " -X POST "
                + world.signIn().tokenEndpoint();
    }

    private static String curl(DemoWorld world, DemoQuery query) {
        var token = tokenCurl(world, query.person()) + " | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/'";
        var body = JSON.rebuild()
                .disable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(Map.of("query", query.text()));
        return "curl -s " + world.url(query.person().place()) + "/graphql -H \"Authorization: Bearer $(" + token
                + ")\" -H 'Content-Type: application/json' -d '" + body + "'";
    }
}
