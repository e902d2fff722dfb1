package link.studentsuccess.api.queries;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes values for arguments: mostly such as make sense, of everybody's things. */
final class Values {

    private static final int NO_VERSION = 987_654;

    private final Things things;
    private final Cursorbox cursors;
    private final List<String> words;
    private final Random random;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    /** Words are what is searched for in names. */
    Values(Things things, Cursorbox cursors, List<String> words, Random random) {
        this.things = things;
        this.cursors = cursors;
        this.words = words;
        this.random = random;
    }

    /** An argument as it stands in a document. */
    record Argument(String name, GraphQLType argumentType, String literal) {

        String type() {
            return GraphQLTypeUtil.simplePrint(argumentType);
        }

        /** The same value as JSON; null for lists and input objects, which stay in the document. */
        @Nullable
        Object asVariable() {
            var bare = GraphQLTypeUtil.unwrapNonNull(argumentType);
            if (bare instanceof GraphQLEnumType) {
                return literal;
            }
            return bare instanceof GraphQLScalarType ? JsonMapper.shared().readValue(literal, Object.class) : null;
        }
    }

    /** Some of the arguments of a query's field, and those that it needs. */
    List<Argument> arguments(Viewer viewer, Rights rights, String field, List<GraphQLArgument> arguments) {
        var chosen = new ArrayList<Argument>();
        for (var argument : arguments) {
            var needed = GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue();
            var often = argument.getName().equals("after") ? random.nextInt(8) == 0 : random.nextInt(5) < 2;
            if (needed || often || argument.getName().equals("first")) {
                var value = value(viewer, rights, field, argument.getName(), argument.getType());
                if (value != null) {
                    chosen.add(new Argument(argument.getName(), argument.getType(), value));
                }
            }
        }
        return chosen;
    }

    private @Nullable String value(Viewer viewer, Rights rights, String field, String name, GraphQLType type) {
        var bare = GraphQLTypeUtil.unwrapNonNull(type);
        if (bare instanceof GraphQLList list) {
            return "[" + value(viewer, rights, field, name, list.getWrappedType()) + "]";
        }
        if (bare instanceof GraphQLEnumType words) {
            return word(words);
        }
        if (bare instanceof GraphQLInputObjectType object) {
            return object.getFieldDefinitions().stream()
                    .filter(part -> GraphQLTypeUtil.isNonNull(part.getType()) || random.nextInt(3) == 0)
                    .map(part -> part.getName() + ": " + value(viewer, rights, field, part.getName(), part.getType()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (name.equals("after")) {
            var cursor = cursors.one(viewer, field, random);
            return cursor == null ? null : quoted(cursor);
        }
        return switch (GraphQLTypeUtil.simplePrint(bare)) {
            case "ID" -> quoted(id(rights, field, name));
            case "Int" -> number(name);
            default -> scalar(GraphQLTypeUtil.simplePrint(bare));
        };
    }

    private String id(Rights rights, String field, String name) {
        if (random.nextInt(25) == 0) {
            var kinds = Id.values();
            return things.any(kinds[random.nextInt(kinds.length)], random);
        }
        if (field.equals("node")) {
            var likely = List.of(
                    Id.PARTICIPANT,
                    Id.STUDENT,
                    Id.CONSENT,
                    Id.DISTRICT,
                    Id.ORGANIZATION,
                    Id.DISTRICT_AGREEMENT,
                    Id.FEED,
                    Id.HOLD,
                    Id.DESIGNATION,
                    Id.PRINCIPAL,
                    Id.OPERATOR_AGREEMENT);
            return things.any(likely.get(random.nextInt(likely.size())), random);
        }
        var kind = kind(field, name);
        if (kind == Id.PARTICIPANT && !rights.participants().isEmpty() && random.nextInt(3) != 0) {
            var known = rights.participants().stream().sorted().toList();
            return kind.of(known.get(random.nextInt(known.size())));
        }
        return things.any(kind, random);
    }

    /** Of which kind an argument's id is, by the argument's name. */
    static Id kind(String field, String name) {
        return switch (name) {
            case "id" ->
                switch (field) {
                    case "student" -> Id.STUDENT;
                    case "participantImport" -> Id.PARTICIPANT_IMPORT;
                    case "endServiceAccount" -> Id.SERVICE_ACCOUNT;
                    case "endDesignations" -> Id.DESIGNATION;
                    case "participant" -> Id.PARTICIPANT;
                    default -> Id.STAFF;
                };
            case "participantId", "keepId", "mergeId" -> Id.PARTICIPANT;
            case "studentId" -> Id.STUDENT;
            case "organizationId" -> Id.ORGANIZATION;
            case "districtId" -> Id.DISTRICT;
            case "programId", "programIds" -> Id.PROGRAM;
            case "programEnrollmentId" -> Id.PROGRAM_ENROLLMENT;
            case "agreementId", "districtAgreementId" ->
                field.contains("Operator") ? Id.OPERATOR_AGREEMENT : Id.DISTRICT_AGREEMENT;
            case "operatorAgreementId", "replacesId" -> Id.OPERATOR_AGREEMENT;
            case "consentId", "renewsId" -> Id.CONSENT;
            case "feedId" -> Id.FEED;
            case "fileId", "evidenceFileId" -> Id.FILE;
            case "optInId" -> Id.SHARING_OPT_IN;
            case "holdId" -> Id.HOLD;
            case "principalId" -> Id.PRINCIPAL;
            case "signerId", "withdrawnById" -> Id.SIGNER;
            case "questionId" -> Id.CONSENT_QUESTION;
            case "assignmentId" -> Id.CASELOAD_ASSIGNMENT;
            case "statementId" -> Id.CONFIDENTIALITY_STATEMENT;
            case "trainingId" -> Id.TRAINING;
            case "matchId" -> Id.MATCH;
            default -> Id.STAFF;
        };
    }

    private String number(String name) {
        var value = switch (name) {
            case "schoolYear" -> today.getYear() - 1 + random.nextInt(3);
            case "first" -> first();
            default -> 1 + random.nextInt(60);
        };
        return String.valueOf(value);
    }

    /** Up to the largest page; large ones seldom, for they take their time. */
    private int first() {
        return switch (random.nextInt(20)) {
            case 0 -> 26 + random.nextInt(75);
            case 1, 2 -> 6 + random.nextInt(20);
            default -> 1 + random.nextInt(5);
        };
    }

    private String scalar(String type) {
        return switch (type) {
            case "Boolean" -> String.valueOf(random.nextBoolean());
            case "Date" -> quoted(day().toString());
            case "DateTime" -> quoted(today.plusDays(1) + "T12:00:00Z");
            default -> quoted(words.get(random.nextInt(words.size())));
        };
    }

    private LocalDate day() {
        return today.minusDays(random.nextInt(400)).plusDays(random.nextInt(60));
    }

    private String word(GraphQLEnumType words) {
        var names = words.getValues().stream()
                .map(GraphQLEnumValueDefinition::getName)
                .toList();
        return names.get(random.nextInt(names.size()));
    }

    /**
     * The input of a mutation that changes nothing. What carries a version names anything there is, in a version that it
     * never had; all else what is not there or another organization's, and every text is blank.
     */
    String harmless(Viewer viewer, Rights rights, String mutation, GraphQLInputObjectType input) {
        var versioned = input.getFieldDefinitions().stream()
                .anyMatch(part -> part.getName().equals("version") && GraphQLTypeUtil.isNonNull(part.getType()));
        var membership = viewer.membership();
        var organization = membership == null || !membership.ofOrganization()
                ? null
                : membership.place().id();
        return harmless(new Harmless(rights, mutation, versioned, organization), input);
    }

    private record Harmless(
            Rights rights,
            String mutation,
            boolean versioned,
            @Nullable UUID organization) {}

    private String harmless(Harmless how, GraphQLInputObjectType input) {
        // Without the id of something there is nothing that is somebody else's: such a one is refused for its key.
        var named = input.getFieldDefinitions().stream().anyMatch(Values::isNeededId);
        return input.getFieldDefinitions().stream()
                .filter(part -> GraphQLTypeUtil.isNonNull(part.getType()) && !part.hasSetDefaultValue())
                .map(part -> part.getName() + ": "
                        + (part.getName().equals("idempotencyKey") && named
                                ? quoted("key-" + random.nextInt(Integer.MAX_VALUE) + "-key")
                                : harmlessValue(how, part.getName(), part.getType())))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private String harmlessValue(Harmless how, String name, GraphQLInputType type) {
        var bare = GraphQLTypeUtil.unwrapNonNull(type);
        if (bare instanceof GraphQLList) {
            return "[]";
        }
        if (bare instanceof GraphQLEnumType words) {
            return word(words);
        }
        if (bare instanceof GraphQLInputObjectType object) {
            return harmless(how, object);
        }
        var kind = kind(how.mutation(), name);
        return switch (GraphQLTypeUtil.simplePrint(bare)) {
            case "ID" ->
                quoted(
                        how.versioned()
                                ? id(how.rights(), how.mutation(), name)
                                : things.foreign(kind, how.organization(), random));
            case "Int" -> String.valueOf(NO_VERSION);
            case "String" -> quoted(how.versioned() && random.nextBoolean() ? "x" : " ");
            default -> scalar(GraphQLTypeUtil.simplePrint(bare));
        };
    }

    private static boolean isNeededId(GraphQLInputObjectField part) {
        return GraphQLTypeUtil.simplePrint(part.getType()).equals("ID!");
    }

    /** The input of the one mutation that changes something: presence of somebody one knows, which is put back. */
    String presence(Rights rights) {
        var known = rights.participants().stream().sorted().toList();
        var whom = Id.PARTICIPANT.of(known.get(random.nextInt(known.size())));
        return "{ participantId: %s, programId: %s, date: %s, minutes: %d }"
                .formatted(
                        quoted(whom),
                        quoted(things.any(Id.PROGRAM, random)),
                        quoted(today.minusDays(1L + random.nextInt(5)).toString()),
                        1 + random.nextInt(90));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
