import { useState } from 'react';
import { Page } from '@/components/page';
import { Agreements } from '@/features/district/agreements';
import { ConsentsToVerify } from '@/features/district/consents-to-verify';
import { Disclosures } from '@/features/district/disclosures';
import styles from '@/features/district/district-page.module.css';
import { SharedParticipationList } from '@/features/district/shared-participation-list';

type Props = { role: 'DISTRICT_STEWARD' | 'SCHOOL_STAFF'; now: Date };

/** Answers "who else works with our students?", and for the steward who may see what and who did. */
export function DistrictPage({ role, now }: Props) {
  const isSteward = role === 'DISTRICT_STEWARD';
  return (
    <Page heading="Who else works with our students">
      <p>
        {isSteward
          ? 'What organizations do with the students of your district, as far as they and the parents share it.'
          : 'What organizations do with the students of your schools, as far as they and the parents share it.'}{' '}
        Reading it is recorded.
      </p>
      <SharedParticipation now={now} />
      {isSteward && (
        <>
          <ConsentsToVerify />
          <Agreements now={now} />
          <Disclosures />
        </>
      )}
    </Page>
  );
}

/** The list, with a filter that is asked only when it is sent: each reading is recorded. */
function SharedParticipation({ now }: { now: Date }) {
  const [typed, setTyped] = useState('');
  const [wanted, setWanted] = useState('');
  return (
    <>
      <form
        className={styles.filter}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setWanted(typed.trim());
        }}
      >
        <label htmlFor="district-student-id">District student ID</label>
        <input
          id="district-student-id"
          value={typed}
          autoComplete="off"
          maxLength={100}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
        <button type="submit">Show only this student</button>
        {wanted !== '' && (
          <button
            type="button"
            onClick={() => {
              setTyped('');
              setWanted('');
            }}
          >
            Show all students
          </button>
        )}
      </form>
      <SharedParticipationList key={wanted} districtStudentId={wanted} now={now} />
    </>
  );
}
