package link.studentsuccess.sampledistrict;

import static link.studentsuccess.sampledistrict.AttendanceCode.COURT;
import static link.studentsuccess.sampledistrict.AttendanceCode.EDP;
import static link.studentsuccess.sampledistrict.AttendanceCode.EXC;
import static link.studentsuccess.sampledistrict.AttendanceCode.HLF;
import static link.studentsuccess.sampledistrict.AttendanceCode.HML;
import static link.studentsuccess.sampledistrict.AttendanceCode.MED;
import static link.studentsuccess.sampledistrict.AttendanceCode.PRS;
import static link.studentsuccess.sampledistrict.AttendanceCode.RMT;
import static link.studentsuccess.sampledistrict.AttendanceCode.SUS;
import static link.studentsuccess.sampledistrict.AttendanceCode.TDY;
import static link.studentsuccess.sampledistrict.AttendanceCode.UNX;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How a child attends. A day's code depends on the child and the day's place in the school year alone, so that the file
 * of a later day only adds rows to that of an earlier one.
 */
final class Habits {

    /** Asked once for each instructional day in order; {@code index} counts them from 0. */
    interface Habit {
        @Nullable
        AttendanceCode on(int index, LocalDate day);
    }

    private static final int CHRONIC_ABSENCES = 14;

    private Habits() {}

    static Habit of(Child child) {
        return switch (child) {
            case LENA -> Habits::chronic;
            case OMAR -> first(block(SUS, 17, 3), every(UNX, 11, 4), every(TDY, 7, 2));
            case PRIYA -> first(onMondays(UNX, 3), every(EXC, 41, 20));
            case MATEO -> first(block(MED, 24, 8), every(EXC, 19, 5));
            case JADE -> first(every(UNX, 9, 3), every(TDY, 5, 1));
            case TARIQ -> first(every(COURT, 23, 12), every(HLF, 13, 6), every(UNX, 17, 9));
            case NOOR -> every(EXC, 14, 8);
            case ELIAS -> first(every(UNX, 12, 7), every(TDY, 10, 4));
            case SOFIA -> every(EXC, 18, 10);
            case DEVON -> first(every(UNX, 8, 5), every(EDP, 21, 13));
            case GRACE -> first(every(EXC, 25, 15), every(TDY, 16, 6));
            case HUGO -> every(UNX, 15, 2);
            case AMARA -> first(every(MED, 20, 11), every(UNX, 22, 3));
            case KENJI ->
                first(
                        every(SUS, 30, 10),
                        every(COURT, 30, 11),
                        every(MED, 30, 12),
                        every(HML, 30, 13),
                        every(EXC, 30, 14));
            case ISLA -> first(every(UNX, 10, 6), every(TDY, 6, 3));
            case RUBEN -> first(every(UNX, 7, 4), block(SUS, 30, 2));
            case ANA -> every(EXC, 16, 9);
            case EVA -> every(UNX, 13, 5);
            case WREN -> first(every(UNX, 11, 1), every(HLF, 26, 17));
            case THEO -> first(every(UNX, 10, 3), every(EXC, 24, 7));
            case ZOE -> every(EXC, 21, 10);
            case MILO -> (index, day) -> null;
            case NINA -> every(TDY, 4, 2);
            case SAOIRSE -> every(EXC, 6, 3);
        };
    }

    /** Three in four miss little, one in seven a tenth of the year and more. */
    static Habit drawn(SplittableRandom random) {
        var group = random.nextInt(100);
        var absent = group < 6
                ? 0.0
                : group < 72
                        ? 0.01 + random.nextDouble() * 0.035
                        : group < 86 ? 0.05 + random.nextDouble() * 0.045 : 0.11 + random.nextDouble() * 0.16;
        var tardy = group < 3 ? 0.0 : random.nextDouble() * 0.05;
        var other = random.nextDouble() * 0.012;
        var days = random.split();
        return (index, day) -> {
            var draw = days.nextDouble();
            var kind = days.nextInt(100);
            if (draw < absent) {
                return absence(kind);
            }
            if (draw < absent + tardy) {
                return TDY;
            }
            return draw < absent + tardy + other ? otherEvent(kind) : null;
        };
    }

    static @Nullable Integer minutes(AttendanceCode code, int index) {
        return switch (code) {
            case TDY -> 5 + (index * 7) % 40;
            case HLF -> 190;
            case EDP -> 45 + (index * 11) % 75;
            case UNX, EXC, MED, SUS, COURT, HML, RMT, PRS -> null;
        };
    }

    private static AttendanceCode absence(int kind) {
        if (kind < 42) {
            return UNX;
        }
        if (kind < 78) {
            return EXC;
        }
        if (kind < 93) {
            return MED;
        }
        return kind < 98 ? SUS : COURT;
    }

    private static AttendanceCode otherEvent(int kind) {
        if (kind < 50) {
            return HLF;
        }
        return kind < 85 ? EDP : kind < 95 ? RMT : PRS;
    }

    /** Every fourth day up to fourteen (the last is day 55), then as few more as keep it above a tenth of the year. */
    private static @Nullable AttendanceCode chronic(int index, LocalDate day) {
        var missed = chronicAbsencesBy(index);
        if (missed == chronicAbsencesBy(index - 1)) {
            return null;
        }
        return missed % 3 == 0 ? EXC : UNX;
    }

    private static int chronicAbsencesBy(int index) {
        return Math.max(Math.min(CHRONIC_ABSENCES, (index + 2) / 4), (index + 1) * 12 / 100);
    }

    private static Habit every(AttendanceCode code, int days, int from) {
        return (index, day) -> index >= from && (index - from) % days == 0 ? code : null;
    }

    private static Habit block(AttendanceCode code, int from, int days) {
        return (index, day) -> index >= from && index < from + days ? code : null;
    }

    private static Habit onMondays(AttendanceCode code, int weeks) {
        return (index, day) ->
                day.getDayOfWeek() == DayOfWeek.MONDAY && (day.toEpochDay() / 7) % weeks == 0 ? code : null;
    }

    private static Habit first(Habit... habits) {
        return (index, day) -> {
            for (var habit : habits) {
                var code = habit.on(index, day);
                if (code != null) {
                    return code;
                }
            }
            return null;
        };
    }
}
