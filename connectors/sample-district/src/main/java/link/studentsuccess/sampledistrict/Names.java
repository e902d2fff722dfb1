package link.studentsuccess.sampledistrict;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Made-up names with everything that breaks a matcher: accents, hyphens, apostrophes, two surnames, nicknames. */
final class Names {

    private static final List<String> GIVEN = words("""
            Aaliyah,Aarav,Abdi,Abigail,Adaeze,Adrián,Ahmed,Aiko,Aisha,Alejandra,Alexander,Alexandra,Alina,Amina,Anaïs,
            Andre,Andrés,Anh,Anne-Marie,Anthony,Arjun,Aroha,Asher,Astrid,Ayaan,Ayumi,Beatriz,Benjamin,Bianca,Björn,
            Brandon,Caleb,Camila,Carlos,Catherine,Chidi,Chloë,Christopher,Clara,Cyrus,Daniel,Daniela,Dara,D'Angelo,
            David,De'Andre,Deborah,Diego,Dmitri,Dylan,Edward,Elena,Eliana,Elizabeth,Emeka,Emily,Emmanuel,Esperanza,
            Ethan,Farah,Fatima,Felix,Fiona,François,Gabriela,Gabriel,Genevieve,Giang,Hana,Hannah,Hassan,Hoa,Ibrahim,
            Idris,Imani,Inés,Isaac,Isabella,Iván,Jasmine,Jean-Luc,Jesús,Jin,Joaquín,Jonathan,Jordan,José,Joseph,Joshua,
            Julián,Kai,Kalani,Katherine,Kavya,Keisha,Khalid,Kofi,Lakshmi,Layla,Leilani,Leo,Liam,Linh,Lucía,Luka,Mai,
            Malik,Margaret,María,Marisol,Marcus,Mary-Kate,Maya,Mei,Micah,Michael,Min-jun,Mira,Mohamed,Naima,Nathaniel,
            Nicholas,Nikolai,Nia,Oksana,Oliver,Olu,Oscar,Owen,Paloma,Patricia,Peyton,Quang,Rafael,Rania,Raúl,Ravi,
            Rebecca,René,Rosa,Ryan,Saanvi,Samantha,Samuel,Santiago,Sara,Sergio,Shanice,Siobhán,Soo-ah,Stephanie,
            Tala,Tamika,Tenzin,Thomas,Tomás,Trinh,Tyrone,Uyen,Valentina,Victoria,Vikram,Wei,William,Xavier,Ximena,
            Yara,Yusuf,Zainab,Zachary,Zhen,Zuri""");

    private static final List<String> FAMILY = words("""
            Abdullahi,Adeyemi,Agarwal,Ahn,Alvarez,Anderson,Aquino,Baker,Bakir,Banerjee,Begay,Bennett,Bianchi,Bondarenko,
            Boateng,Brooks,Brown,Bui,Byrne,Campbell,Carter,Chan,Chaudhry,Chen,Choi,Clark,Cohen,Collins,Cruz,D'Amico,
            Dang,Davis,De la Cruz,Delgado,Demir,Desta,Diallo,Dimaculangan,Dubois,Dvořák,Edwards,Eriksson,Espinoza,Evans,
            Farah,Fischer,Fitzgerald,Flores,Fofana,Foster,Fujimoto,Gebremariam,Ghosh,Gonçalves,Gordon,Green,Gupta,
            Gutiérrez,Hakimi,Hall,Hansen,Harris,Hashimoto,Hernández,Hill,Hoang,Horvat,Huang,Hughes,Hussein,Ibarra,
            Ivanova,Jackson,Jansen,Jensen,Jiménez,Johnson,Jones,Joseph,Kamara,Kaplan,Kaur,Kealoha,Keller,Kelly,Khan,
            Kovács,Kumar,Lam,Larsen,Le,Lee,Lévesque,Lewis,Li,Lim,Liu,Long,Ly,MacDonald,Mahmoud,Malik,Martin,Martínez,
            McCarthy,Mehta,Mensah,Meyer,Miller,Mitchell,Mohamud,Molina,Moore,Morales,Morgan,Müller,Murphy,Nakamura,
            Nguyen,Novak,Núñez,O'Brien,O'Connor,Ochoa,Okoro,Olsen,Ortega,Osman,Owusu,Pacheco,Park,Patel,Peña,Pereira,
            Peters,Pham,Phillips,Popescu,Quintero,Rahimi,Ramírez,Reyes,Reynolds,Rivera,Roberts,Robinson,Rodríguez,
            Rossi,Ruiz,Russell,Saetang,Salazar,Sánchez,Santos,Sato,Schmidt,Scott,Shah,Sharma,Silva,Singh,Sione,Smith,
            Soto,Stewart,St. Clair,Suárez,Sullivan,Suzuki,Tadesse,Tanaka,Taylor,Tesfaye,Thompson,Torres,Tran,Tsosie,
            Turner,Valdez,Van der Berg,Vargas,Vásquez,Vo,Walker,Wang,Ward,Warsame,White,Williams,Wilson,Wong,Wright,
            Yamamoto,Yang,Yilmaz,Young,Zamora,Zhang,Zhou,Zimmermann""");

    private static final List<String> SECOND_FAMILY =
            words("Aguilar,Castro,Cortés,Díaz,Fuentes,Gómez,Herrera,León,Méndez,Navarro,Ríos,Romero,Vega,Ybarra");

    private static final Map<String, String> NICKNAMES = Map.ofEntries(
            Map.entry("Abigail", "Abby"),
            Map.entry("Alejandra", "Ale"),
            Map.entry("Alexander", "Alex"),
            Map.entry("Alexandra", "Lexi"),
            Map.entry("Anthony", "Tony"),
            Map.entry("Benjamin", "Ben"),
            Map.entry("Catherine", "Cat"),
            Map.entry("Christopher", "Chris"),
            Map.entry("Daniel", "Danny"),
            Map.entry("Deborah", "Debbie"),
            Map.entry("Elizabeth", "Liz"),
            Map.entry("Emmanuel", "Manny"),
            Map.entry("Gabriela", "Gabi"),
            Map.entry("Jonathan", "Jon"),
            Map.entry("Joshua", "Josh"),
            Map.entry("Katherine", "Kat"),
            Map.entry("Margaret", "Maggie"),
            Map.entry("Michael", "Mike"),
            Map.entry("Nathaniel", "Nate"),
            Map.entry("Nicholas", "Nico"),
            Map.entry("Rebecca", "Becca"),
            Map.entry("Samantha", "Sam"),
            Map.entry("Samuel", "Sam"),
            Map.entry("Stephanie", "Steph"),
            Map.entry("Thomas", "Tom"),
            Map.entry("Victoria", "Tori"),
            Map.entry("William", "Will"),
            Map.entry("Zachary", "Zach"));

    private Names() {}

    static String given(SplittableRandom random) {
        return GIVEN.get(random.nextInt(GIVEN.size()));
    }

    static String family(SplittableRandom random) {
        var first = FAMILY.get(random.nextInt(FAMILY.size()));
        var second = random.nextInt(100);
        if (second < 5) {
            return first + " " + SECOND_FAMILY.get(random.nextInt(SECOND_FAMILY.size()));
        }
        if (second < 8) {
            return first + "-" + FAMILY.get(random.nextInt(FAMILY.size()));
        }
        return first;
    }

    static @Nullable String preferred(String given, SplittableRandom random) {
        var wanted = random.nextInt(100) < 60;
        return wanted ? NICKNAMES.get(given) : null;
    }

    /** A teacher, as the schedule writes them; the same for one number. */
    static String teacher(int number) {
        return GIVEN.get(number * 3 % GIVEN.size()).charAt(0) + ". " + FAMILY.get(number * 7 % FAMILY.size());
    }

    private static List<String> words(String list) {
        return List.of(list.replace("\n", "").split(",", -1));
    }
}
