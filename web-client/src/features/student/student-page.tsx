import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { FreshnessList } from '@/components/freshness-list';
import { LiveStatus } from '@/components/live-status';
import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import { ProblemNotice } from '@/components/problem-notice';
import { DistrictRecord } from '@/features/student/district-record';
import { studentPageQuery } from '@/features/student/queries';
import styles from '@/features/student/student-page.module.css';
import { WhoAndWhere } from '@/features/student/who-and-where';
import type { StudentPageQuery } from '@/graphql/graphql';
import { useChanges, type Change } from '@/lib/changes';
import { schoolYearBegins, today } from '@/lib/format';
import { isMalformed, mayStay, problemOf } from '@/lib/graphql';

type Participant = NonNullable<StudentPageQuery['participant']>;

/** Everything about one participant: own data first, then each district's record, side by side and never added. */
export function StudentPage({ now }: { now: Date }) {
  const { id = '' } = useParams();
  return <OneParticipant key={id} id={id} now={now} />;
}

function OneParticipant({ id, now }: { id: string; now: Date }) {
  const variables = useMemo(() => ({ id, yearBegins: schoolYearBegins(today(now)) }), [id, now]);
  const [{ data, error: failure, fetching }, ask] = useQuery({ query: studentPageQuery, variables });
  // To the person in front of the screen an address of the wrong form is one of nobody.
  const error = isMalformed(failure, 'participant') ? undefined : failure;
  const [refreshed, setRefreshed] = useState<Date>();
  const participant = error && !mayStay(problemOf(error)) ? undefined : data?.participant;
  useChanges(
    (change) => isAbout(change, participant),
    () => {
      ask();
      setRefreshed(new Date());
    },
  );

  return (
    <Page heading={participant ? nameOf(participant) : 'Participant'}>
      <LiveStatus updatedAt={fetching ? undefined : refreshed} />
      {fetching && !participant && (
        <Notice kind="STATUS">
          <p>The participant is being read.</p>
        </Notice>
      )}
      {!fetching && error && (
        <ProblemNotice
          problem={problemOf(error)}
          retry={() => {
            ask();
          }}
        />
      )}
      {!fetching && !error && data?.participant === null && <NobodyHere />}
      {participant && <Everything participant={participant} now={now} />}
    </Page>
  );
}

function Everything({ participant, now }: { participant: Participant; now: Date }) {
  const { students } = participant;
  return (
    <>
      <WhoAndWhere participant={participant} now={now} />
      {students.length === 0 && (
        <Notice heading="There is no school data">
          <p>
            No district is recorded for this participant. An admin can add the district and the district student ID.
          </p>
        </Notice>
      )}
      {students.length > 0 && <FreshnessList districts={students.map(({ district }) => district)} now={now} />}
      {students.length > 1 && (
        <p className={styles.several}>
          {students.length} districts have a record of this child. They stand side by side and are never added.
        </p>
      )}
      <div className={styles.records}>
        {students.map((student) => (
          <DistrictRecord key={student.id} student={student} now={now} />
        ))}
      </div>
    </>
  );
}

function NobodyHere() {
  return (
    <Notice heading="There is no such participant">
      <p>
        Nobody with this address is among the participants that you may know of.{' '}
        <Link to="/">Go to your participants</Link>.
      </p>
    </Notice>
  );
}

function isAbout(change: Change, participant: Participant | null | undefined): boolean {
  switch (change.kind) {
    case 'ANYTHING':
      return true;
    case 'STUDENT':
      return participant?.students.some(({ id }) => id === change.id) ?? false;
    case 'DISTRICT':
      return participant?.students.some(({ district }) => district.id === change.id) ?? false;
  }
}

function nameOf({ givenName, familyName }: Participant): string {
  return `${givenName} ${familyName}`;
}
