package link.studentsuccess.api.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Which role may ask for which operation: one table, role-matrix.csv, that the tests execute. A refused mutation or
 * subscription is not begun; a refused query answers null or nothing, as if there were nothing. What is not in the table does not boot.
 */
@Component
public final class RoleMatrix {

    private final Map<String, Set<Role>> allowed = new LinkedHashMap<>();

    RoleMatrix() {
        this(lines());
    }

    RoleMatrix(List<String> lines) {
        var roles = List.of(lines.get(0).split(",", -1));
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",", -1);
            var may = EnumSet.noneOf(Role.class);
            for (var n = 1; n < cells.length; n++) {
                if (Allowance.valueOf(cells[n]) == Allowance.ALLOWED) {
                    may.add(Role.valueOf(roles.get(n)));
                }
            }
            if (allowed.put(cells[0], may) != null) {
                throw new IllegalStateException("role-matrix.csv speaks twice of " + cells[0]);
            }
        }
    }

    private enum Allowance {
        ALLOWED,
        REFUSED
    }

    private static List<String> lines() {
        try (var resource = new ClassPathResource("role-matrix.csv").getInputStream()) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Operations by coordinate, such as Mutation.revokeConsent. */
    public Set<String> operations() {
        return Set.copyOf(allowed.keySet());
    }

    public boolean allows(Role role, String operation) {
        return allowed.getOrDefault(operation, Set.of()).contains(role);
    }

    /** What the schema has and the table lacks, and the other way round. */
    List<String> faults(Set<String> operations) {
        var faults = new ArrayList<String>();
        for (var operation : operations) {
            if (!allowed.containsKey(operation)) {
                faults.add(operation + " is not in role-matrix.csv: nobody has said who may ask for it.");
            }
        }
        for (var operation : allowed.keySet()) {
            if (!operations.contains(operation)) {
                faults.add("role-matrix.csv speaks of " + operation + ", which does not exist.");
            }
        }
        return faults;
    }
}
