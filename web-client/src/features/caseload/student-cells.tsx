import type { ReactNode } from 'react';
import { WithheldNote, WithheldSummary } from '@/components/withheld-note';
import { AttendanceCells } from '@/features/caseload/attendance-cells';
import styles from '@/features/caseload/caseload-table.module.css';
import { EnrollmentCell } from '@/features/caseload/enrollment-cell';
import { GradesCell } from '@/features/caseload/grades-cell';
import { ParticipationCell } from '@/features/caseload/participation-cell';
import type { ParticipantRowFragment, ReasonFragment } from '@/graphql/graphql';
import { listed } from '@/lib/words';

type Student = ParticipantRowFragment['students'][number];
type Props = { student: Student; now: Date };

/** What a facet of a student takes up in the row: its cells, or the reason in their place. */
type Facet = { names: string[]; columns: number; cells: ReactNode; withheld?: ReasonFragment };

/** A row's cells from School on. Neighbors that are withheld for one reason share one note. */
export function StudentCells({ student, now }: Props) {
  return together(facetsOf(student, now)).map(({ names, columns, cells, withheld }, at) => {
    if (!withheld) return cells;
    const label = capitalized(listed(names));
    const Note = columns === 1 ? WithheldSummary : WithheldNote;
    return (
      <td key={label} colSpan={columns} data-label={label}>
        <Note what={label} withheld={withheld} />
        {at === 0 && <span className={styles.aside}>{student.district.name}</span>}
      </td>
    );
  });
}

function facetsOf({ enrollment, attendance, grades, participation, district }: Student, now: Date): Facet[] {
  return [
    {
      names: ['school'],
      columns: 1,
      ...(enrollment.__typename === 'Withheld'
        ? { cells: null, withheld: enrollment }
        : {
            cells: <EnrollmentCell key="school" enrollment={enrollment} districtName={district.name} now={now} />,
          }),
    },
    {
      names: ['attendance'],
      columns: 3,
      ...(attendance.__typename === 'Withheld'
        ? { cells: null, withheld: attendance }
        : { cells: <AttendanceCells key="attendance" attendance={attendance} /> }),
    },
    {
      names: ['grades'],
      columns: 1,
      ...(grades.__typename === 'Withheld'
        ? { cells: null, withheld: grades }
        : { cells: <GradesCell key="grades" grades={grades} /> }),
    },
    {
      names: ['other organizations'],
      columns: 1,
      ...(participation.__typename === 'Withheld'
        ? { cells: null, withheld: participation }
        : { cells: <ParticipationCell key="participation" participation={participation} now={now} /> }),
    },
  ];
}

function together(facets: Facet[]): Facet[] {
  const joined: Facet[] = [];
  for (const facet of facets) {
    const before = joined.at(-1);
    if (before?.withheld && facet.withheld && sameReason(before.withheld, facet.withheld)) {
      joined[joined.length - 1] = {
        ...before,
        names: [...before.names, ...facet.names],
        columns: before.columns + facet.columns,
      };
    } else {
      joined.push(facet);
    }
  }
  return joined;
}

function sameReason(one: ReasonFragment, other: ReasonFragment): boolean {
  return one.message === other.message && one.nextStep === other.nextStep;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
