package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An organization's student for whom some window is open, about to open or lately expired. */
record Kept(
        UUID studentId,
        @Nullable String districtStudentId,
        Name name,
        @Nullable LocalDate birthDate,
        Set<String> categories,
        @Nullable String confirmed) {

    Kept {
        categories = Set.copyOf(categories);
    }

    static List<Kept> now(Connection connection, UUID district) throws SQLException {
        return Sql.of(connection, """
                        select k.student_id, k.district_student_id, k.given_name, k.family_name,
                          k.preferred_given_name, k.birth_date, k.categories, k.confirmed
                        from access.kept(:district) k
                        """).set("district", district).list(Kept::read);
    }

    static Kept read(ResultSet row) throws SQLException {
        return new Kept(
                Sql.uuid(row, "student_id"),
                row.getString("district_student_id"),
                Name.read(row),
                Sql.date(row, "birth_date"),
                Set.copyOf(Sql.texts(row, "categories")),
                row.getString("confirmed"));
    }

    @Override
    public String toString() {
        return "Kept[" + studentId + "]";
    }

    /** Given, family and preferred name. */
    record Name(String given, String family, @Nullable String preferred) {

        static Name read(ResultSet row) throws SQLException {
            return new Name(
                    row.getString("given_name"), row.getString("family_name"), row.getString("preferred_given_name"));
        }

        boolean agreesWith(Name other) {
            return Names.agreeingFamily(family, other.family)
                    && (Names.sameGiven(given, other.given)
                            || Names.sameGiven(given, other.preferred)
                            || Names.sameGiven(preferred, other.given)
                            || Names.sameGiven(preferred, other.preferred));
        }

        @Override
        public String toString() {
            return "Name[…]";
        }
    }
}
