package link.studentsuccess.api.roster;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.api.roster.ImportFile.Column;
import link.studentsuccess.api.roster.ImportRow.Code;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each row: refused, unchanged, or accepted with what it writes. A row found by its external_id corrects;
 * a row found by names and birth date only adds. Decided whole before anything is written, so that no row is half there.
 */
final class ImportPlan {

    private final Known known;
    private final List<ImportRow> rows = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> newParticipants = new ArrayList<>();
    private final Map<UUID, Map<String, @Nullable Object>> corrections = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> newStudents = new ArrayList<>();
    private final Map<UUID, Map<String, @Nullable Object>> numbers = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> newServices = new ArrayList<>();
    private final Map<UUID, Map<String, @Nullable Object>> ends = new LinkedHashMap<>();
    private final Set<UUID> held;
    private int accepted;
    private int unchanged;

    /** A row's program, district and child, all known. */
    private record Target(
            UUID program,
            @Nullable UUID district,
            Known.Person person,
            @Nullable Child found) {}

    private record Child(Known.Child child, boolean byExternalId) {}

    ImportPlan(Known known, Set<UUID> held) {
        this.known = known;
        this.held = held;
    }

    void decide(List<ImportRow> all) {
        var times = new HashMap<String, Integer>();
        for (var row : all) {
            var external = row.cell(Column.EXTERNAL_ID);
            if (external != null) {
                times.merge(external, 1, Integer::sum);
            }
        }
        for (var row : all) {
            var external = row.cell(Column.EXTERNAL_ID);
            if (external != null && times.getOrDefault(external, 0) > 1) {
                row.refuse(Column.EXTERNAL_ID, Code.TWICE_IN_FILE);
            }
            rows.add(row);
            decide(row);
        }
    }

    private void decide(ImportRow row) {
        var target = target(row);
        if (target == null || row.isRefused()) {
            return;
        }
        if (target.found() == null) {
            add(row, target);
            accepted++;
        } else if (change(row, target, target.found())) {
            accepted++;
        } else {
            unchanged++;
        }
    }

    private @Nullable Target target(ImportRow row) {
        var program = named(row, Column.PROGRAM, known.programs(), Code.NO_SUCH_PROGRAM);
        var district = named(row, Column.DISTRICT, known.districts(), Code.NO_SUCH_DISTRICT);
        var external = row.cell(Column.EXTERNAL_ID);
        if (external != null && known.isHidden(external)) {
            row.refuse(Column.EXTERNAL_ID, Code.KEY_TAKEN);
        }
        if (row.isRefused() || program == null) {
            return null;
        }
        var person = new Known.Person(
                needed(row, Column.GIVEN_NAME),
                needed(row, Column.FAMILY_NAME),
                row.cell(Column.PREFERRED_GIVEN_NAME),
                row.date(Column.BIRTH_DATE),
                external);
        var found = find(row, person);
        refuseClashes(row, program, district, found);
        return row.isRefused() ? null : new Target(program, district, person, found);
    }

    private static @Nullable UUID named(ImportRow row, Column column, Known.Names names, Code unknown) {
        var name = row.cell(column);
        if (name == null) {
            return null;
        }
        var found = names.find(name);
        if (found.size() != 1) {
            row.refuse(column, found.isEmpty() ? unknown : Code.AMBIGUOUS);
            return null;
        }
        return found.get(0);
    }

    private static String needed(ImportRow row, Column column) {
        return Objects.requireNonNull(row.cell(column), "a row without it is refused before");
    }

    private @Nullable Child find(ImportRow row, Known.Person person) {
        if (person.externalId() != null) {
            var child = known.byExternalId(person.externalId());
            if (child != null) {
                return new Child(child, true);
            }
        }
        var named = known.byName(person).stream()
                .filter(child -> person.externalId() == null || child.person().externalId() == null)
                .toList();
        var same = named.stream()
                .filter(child -> Objects.equals(child.person().birthDate(), person.birthDate()))
                .toList();
        if (same.size() > 1) {
            row.refuse(Column.FAMILY_NAME, Code.AMBIGUOUS);
        } else if (person.birthDate() == null ? named.size() > same.size() : same.isEmpty() && lacksBirthDate(named)) {
            row.refuse(Column.BIRTH_DATE, Code.AMBIGUOUS);
        }
        return same.size() == 1 ? new Child(same.get(0), false) : null;
    }

    /** Whether one of these may be any child of the name. */
    private static boolean lacksBirthDate(List<Known.Child> named) {
        return named.stream().anyMatch(child -> child.person().birthDate() == null);
    }

    private void refuseClashes(ImportRow row, UUID program, @Nullable UUID district, @Nullable Child found) {
        var number = row.cell(Column.DISTRICT_STUDENT_ID);
        if (district != null && number != null) {
            var other = known.byNumber(district, number);
            if (other != null && (found == null || other != found.child())) {
                row.refuse(Column.DISTRICT_STUDENT_ID, Code.NUMBER_OF_ANOTHER);
            }
            var place = found == null ? null : found.child().districts().get(district);
            if (found != null && place != null && !number.equals(place.number()) && !mayRenumber(found, place)) {
                row.refuse(Column.DISTRICT_STUDENT_ID, Code.OTHER_NUMBER);
            }
        }
        if (found != null && overlaps(row, program, found.child())) {
            row.refuse(Column.SERVICE_BEGINS, Code.OVERLAPS);
        }
    }

    /** By the organization's key, or where none is known yet; and not while a hold is in force. */
    private boolean mayRenumber(Child found, Known.Place place) {
        return (found.byExternalId() || place.number() == null)
                && !held.contains(found.child().key());
    }

    private static boolean overlaps(ImportRow row, UUID program, Known.Child child) {
        var begins = Objects.requireNonNull(row.date(Column.SERVICE_BEGINS), "needed");
        var ends = row.date(Column.SERVICE_ENDS);
        var same = child.service().stream()
                .filter(days -> days.program().equals(program) && days.begins().equals(begins))
                .findFirst();
        return child.service().stream()
                .filter(days -> days.program().equals(program))
                .filter(days -> same.isEmpty() || !days.equals(same.get()))
                .anyMatch(days -> (same.isEmpty() || ends != null) && days.overlaps(begins, ends));
    }

    private void add(ImportRow row, Target target) {
        var child = known.add(UUID.randomUUID(), target.person());
        newParticipants.add(columns(child.key(), target.person()));
        addDistrict(row, target, child);
        serve(row, target, child);
    }

    private static Map<String, @Nullable Object> columns(UUID key, Known.Person person) {
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("id", key);
        columns.put("given", person.given());
        columns.put("family", person.family());
        columns.put("preferred", person.preferred());
        columns.put("born", text(person.birthDate()));
        columns.put("external", person.externalId());
        return columns;
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private boolean change(ImportRow row, Target target, Child found) {
        var child = found.child();
        var person = merged(child.person(), target.person(), found.byExternalId());
        var changed = !person.equals(child.person());
        if (changed) {
            known.change(child, person);
            corrections.put(child.key(), columns(child.key(), person));
        }
        changed |= addDistrict(row, target, child);
        return serve(row, target, child) || changed;
    }

    /** An empty cell changes nothing; names that differ by case or accents only are corrected by the organization's key. */
    private static Known.Person merged(Known.Person before, Known.Person row, boolean corrects) {
        return new Known.Person(
                corrects ? row.given() : before.given(),
                corrects ? row.family() : before.family(),
                corrects || before.preferred() == null ? or(row.preferred(), before.preferred()) : before.preferred(),
                or(row.birthDate(), before.birthDate()),
                or(row.externalId(), before.externalId()));
    }

    private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }

    private boolean addDistrict(ImportRow row, Target target, Known.Child child) {
        var district = target.district();
        if (district == null) {
            return false;
        }
        var number = row.cell(Column.DISTRICT_STUDENT_ID);
        var place = child.districts().get(district);
        if (place != null && (number == null || number.equals(place.number()))) {
            return false;
        }
        var key = place == null ? UUID.randomUUID() : place.key();
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("id", key);
        columns.put("participant", child.key());
        columns.put("district", district);
        columns.put("number", number);
        if (place == null) {
            newStudents.add(columns);
        } else {
            numbers.put(key, columns);
        }
        known.place(child.key(), district, new Known.Place(key, number));
        return true;
    }

    private boolean serve(ImportRow row, Target target, Known.Child child) {
        var begins = Objects.requireNonNull(row.date(Column.SERVICE_BEGINS), "needed");
        var end = row.date(Column.SERVICE_ENDS);
        var before = child.service().stream()
                .filter(days ->
                        days.program().equals(target.program()) && days.begins().equals(begins))
                .findFirst();
        if (before.isPresent() && (end == null || end.equals(before.get().ends()))) {
            return false;
        }
        var key = before.map(Known.Days::key).orElseGet(UUID::randomUUID);
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("id", key);
        columns.put("participant", child.key());
        columns.put("program", target.program());
        columns.put("begins", text(begins));
        columns.put("ends", text(end));
        if (before.isPresent()) {
            child.service().remove(before.get());
            ends.put(key, columns);
        } else {
            newServices.add(columns);
        }
        child.service().add(new Known.Days(key, target.program(), begins, end));
        return true;
    }

    List<Map<String, @Nullable Object>> newParticipants() {
        return newParticipants;
    }

    /** Written after those that are new: a row may correct what an earlier one of the file has added. */
    List<Map<String, @Nullable Object>> corrections() {
        return List.copyOf(corrections.values());
    }

    List<Map<String, @Nullable Object>> newStudents() {
        return newStudents;
    }

    List<Map<String, @Nullable Object>> numbers() {
        return List.copyOf(numbers.values());
    }

    List<Map<String, @Nullable Object>> newServices() {
        return newServices;
    }

    List<Map<String, @Nullable Object>> ends() {
        return List.copyOf(ends.values());
    }

    List<ImportRow> refused() {
        return rows.stream().filter(ImportRow::isRefused).toList();
    }

    int accepted() {
        return accepted;
    }

    int unchanged() {
        return unchanged;
    }
}
