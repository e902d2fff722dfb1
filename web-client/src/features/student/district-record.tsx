import type { ReactNode } from 'react';
import { WithheldNote } from '@/components/withheld-note';
import { AttendanceFacet } from '@/features/student/attendance-facet';
import styles from '@/features/student/district-record.module.css';
import { GradesFacet } from '@/features/student/grades-facet';
import { ParticipationFacet } from '@/features/student/participation-facet';
import type { ReasonFragment, RecordFragment } from '@/graphql/graphql';
import { day, gradeLevel, lastDayBefore, schoolYear, today } from '@/lib/format';
import { categoryNames } from '@/lib/words';

type Props = { student: RecordFragment; now: Date };

/** One district's record of the child. */
export function DistrictRecord({ student, now }: Props) {
  const { id, district, districtStudentId, enrollment, attendance, grades, participation } = student;
  return (
    <section aria-labelledby={`record-${id}`} className={styles.record}>
      <h2 id={`record-${id}`} className={styles.district}>
        {district.name}
      </h2>
      <p className={styles.aside}>
        {districtStudentId === null ? 'No district student ID is entered.' : `District student ID ${districtStudentId}`}
      </p>
      <Facet name="Enrollment" value={enrollment}>
        {(shown) => <EnrollmentFacet all={shown.all} now={now} />}
      </Facet>
      <Facet name={categoryNames.ATTENDANCE} value={attendance}>
        {(shown) => (
          <AttendanceFacet attendance={shown} enrollment={enrollment} districtName={district.name} now={now} />
        )}
      </Facet>
      <Facet name={categoryNames.GRADES} value={grades}>
        {(shown) => <GradesFacet grades={shown} districtName={district.name} />}
      </Facet>
      <Facet name="Other organizations" value={participation}>
        {(shown) => <ParticipationFacet participation={shown} now={now} />}
      </Facet>
    </section>
  );
}

type Withheld = { __typename: 'Withheld' } & ReasonFragment;
type Access = { __typename: string };
type Shown<Value extends Access> = Exclude<Value, Withheld>;
type FacetProps<Value extends Access> = {
  name: string;
  value: Value | Withheld;
  children: (shown: Shown<Value>) => ReactNode;
};

/** What the API gives for a category, or the reason in its place. */
function Facet<Value extends Access>({ name, value, children }: FacetProps<Value>) {
  return (
    <section className={styles.facet}>
      <h3>{name}</h3>
      {isWithheld(value) ? <WithheldNote what={name} withheld={value} /> : children(value as Shown<Value>)}
    </section>
  );
}

function isWithheld(value: Access): value is Withheld {
  return value.__typename === 'Withheld';
}

type Enrollment = Extract<RecordFragment['enrollment'], { __typename: 'Enrollments' }>['all'][number];

function EnrollmentFacet({ all, now }: { all: Enrollment[]; now: Date }) {
  const [latest] = all;
  if (!latest) return <p>The district has delivered no enrollment.</p>;
  const exit = latest.exitDate;
  return (
    <>
      <p>
        {exit === null || exit > today(now) ? (
          <strong className={styles.current}>Enrolled today</strong>
        ) : (
          <strong className={styles.earlier}>Not enrolled since {day(exit)}</strong>
        )}
      </p>
      <ul className={styles.plain}>
        {all.map((enrollment) => (
          <li key={`${enrollment.school.name} ${enrollment.entryDate}`}>
            {enrollment.school.name}
            {enrollment.gradeLevel !== null && `, ${gradeLevel(enrollment.gradeLevel)}`}{' '}
            <span className={styles.aside}>
              {schoolYear(enrollment.schoolYear)}:{' '}
              {enrollment.exitDate === null
                ? `since ${day(enrollment.entryDate)}`
                : `${day(enrollment.entryDate)} through ${lastDayBefore(enrollment.exitDate)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
