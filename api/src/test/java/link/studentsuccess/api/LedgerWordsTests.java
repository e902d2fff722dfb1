package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which words stand in the ledger: none of a child, and none that a client could forge a line with. */
class LedgerWordsTests extends LedgerStories {

    @Test
    @DisplayName("attack 202: what a client calls itself or its operation makes no line and no colour in the record")
    void injection() throws SQLException {
        var login = world.database().request();
        try (var connection =
                        DriverManager.getConnection(world.database().jdbcUrl(), login.username(), login.password());
                var call = connection.prepareStatement(
                        "select access.record_failure(?, ?, ?, ?, null, ?, 'INVALID', ?) as id")) {
            call.setString(1, world.signIn().issuer());
            call.setString(2, Person.MARIA.subject());
            call.setString(3, Person.MARIA.place().host());
            call.setString(4, "Forged\noutcome=ANSWERED\u001b[31m" + "x".repeat(200));
            call.setString(5, "client\r\n{\"a\":1}");
            call.setString(6, "code\u0000".replace('\u0000', '\u0007'));
            try (var row = call.executeQuery()) {
                row.next();
                assertThat(Worlds.truth(
                                world,
                                "select operation || '|' || client || '|' || refusal from ledger.request where id = '"
                                        + row.getString("id") + "'"))
                        .allSatisfy(text -> assertThat(text)
                                .startsWith("Forged?outcome=ANSWERED?[31mxxx")
                                .endsWith("|client??{\"a\":1}|code?")
                                .hasSizeLessThan(130)
                                .doesNotContainPattern("\\p{Cntrl}"));
            }
        }
    }

    @Test
    @DisplayName("attack 202: nor does it in the record of what is answered")
    void injectionIntoAnAnsweredRequest() throws SQLException {
        var login = world.database().request();
        var mark = "Entered" + System.nanoTime();
        try (var connection =
                        DriverManager.getConnection(world.database().jdbcUrl(), login.username(), login.password());
                var call = connection.prepareStatement(
                        "select request_id from access.enter(?, ?, ?, array['student-data'], ?, null, ?)")) {
            call.setString(1, world.signIn().issuer());
            call.setString(2, Person.MARIA.subject());
            call.setString(3, Person.MARIA.place().host());
            call.setString(4, mark + "\noutcome=REFUSED\u001b[31m" + "x".repeat(200));
            call.setString(5, "client\r\n{\"a\":1}");
            call.execute();
        }

        assertThat(Worlds.truth(
                        world,
                        "select operation || '|' || client from ledger.request where operation like '" + mark + "%'"))
                .hasSize(1)
                .allSatisfy(text -> assertThat(text)
                        .startsWith(mark + "?outcome=REFUSED?[31mxxx")
                        .endsWith("|client??{\"a\":1}")
                        .hasSizeLessThan(130)
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    @DisplayName("attack 203: the ledger holds ids, categories and codes, and no child's name, number or birth date")
    void nothingPersonal() {
        lookAtLena("Nothing");
        // A child of this test alone: who is renamed has to be matched anew.
        var child = UUID.randomUUID();
        Worlds.change(world, """
                insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
                values ('%1$s', '%2$s', 'Anouk', 'Renamed', '2011-05-05');
                update roster.participant set given_name = 'Ottoline' where id = '%1$s'
                """.formatted(child, Place.SOUND_REACH.id()));
        TakenAway.participants(world, "id = '" + child + "'");

        assertThat(Worlds.truth(world, "select count(*) > 0 from ledger.release"))
                .containsExactly("t");
        assertThat(Worlds.truth(world, """
                        with wordless as (
                          -- Ids and moments: there is no word in them, and without them few lines differ.
                          select attrelid as of, array_agg(attname::text) as columns
                          from pg_attribute
                          where attrelid in ('ledger.release'::regclass, 'ledger.request'::regclass)
                            and atttypid = any('{uuid,uuid[],xid8,timestamptz}'::regtype[])
                          group by attrelid
                        ),
                        told as materialized (
                          select string_agg(distinct t.words, ' ') as words
                          from (
                            select (to_jsonb(l) - 'purpose' - w.columns)::text
                            from ledger.release l, wordless w
                            where w.of = 'ledger.release'::regclass
                            union all
                            -- A client names its operation and itself as it likes.
                            select (to_jsonb(q) - 'operation' - 'client' - w.columns)::text
                            from ledger.request q, wordless w
                            where w.of = 'ledger.request'::regclass
                            union all
                            -- A site is a program's place.
                            select c.subject || ' ' || (c.before - 'site')::text || ' ' || (c.after - 'site')::text
                            from audit.change c
                            where c.subject like 'roster.%' or c.subject = 'document.consent'
                          ) t(words)
                        )
                        select p.id || ' ' || value
                        from told
                        cross join roster.participant p
                        cross join lateral (
                          select p.given_name union select p.family_name union select p.birth_date::text
                          union select '"' || s.district_student_id || '"' from roster.student s where s.participant_id = p.id) x(value)
                        where exists (
                            select
                            from roster.student s
                            join record.student_match m on m.student_id = s.id
                            where s.participant_id = p.id)
                          and strpos(told.words, value) > 0
                        """)).isEmpty();
        assertThat(Worlds.truth(
                        world,
                        "select distinct before::text || ' ' || after::text from audit.change where subject = 'roster.participant' and 'given_name' = any(fields) and subject_id = '"
                                + child + "'"))
                .as("that the name was changed is on record, and not from what to what")
                .isNotEmpty()
                .allSatisfy(words -> assertThat(words).doesNotContain("Anouk", "Ottoline"));
        assertThat(Worlds.truth(world, """
                        select s.id
                        from roster.student s
                        where s.district_student_id in (
                          select word from ledger.release l cross join unnest(l.reasons || l.bases || l.category) as x(word))
                        """)).isEmpty();
    }
}
