import { cleanup, render, screen, within } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { Provider } from 'urql';
import { afterEach, expect, it } from 'vitest';
import { StudentPage } from '@/features/student/student-page';
import type { RecordFragment, StudentPageQuery } from '@/graphql/graphql';
import { createGraphqlClient } from '@/lib/graphql';

type Participant = NonNullable<StudentPageQuery['participant']>;

const originalFetch = globalThis.fetch;

afterEach(() => {
  cleanup();
  globalThis.fetch = originalFetch;
});

it('marks exceptional days by a letter and in words, and lists each', async () => {
  show(participant([record({})]));

  const november = within(await screen.findByRole('table', { name: 'November 2026' }));
  expect(november.getByRole('cell', { name: /^5 absent, unexcused$/ }).textContent).toContain('U');
  const list = within(screen.getByRole('table', { name: /Attendance exceptions/, hidden: true }));
  expect(list.getAllByRole('row', { hidden: true })).toHaveLength(2);
  expect(screen.getByText('Chronic absence')).toBeTruthy();
});

it('marks days outside the enrollments as not enrolled, and not as attended', async () => {
  show(participant([record({ entryDate: '2026-09-10', exitDate: '2026-10-03' })]));

  const september = within(await screen.findByRole('table', { name: 'September 2026' }));
  expect(september.getByRole('cell', { name: '9 not enrolled' })).toBeTruthy();
  expect(september.getByRole('cell', { name: '10' })).toBeTruthy();
  const october = within(screen.getByRole('table', { name: 'October 2026' }));
  expect(october.getByRole('cell', { name: '2' })).toBeTruthy();
  expect(october.getByRole('cell', { name: '5 not enrolled' })).toBeTruthy();
  // What the district recorded stays.
  const november = within(screen.getByRole('table', { name: 'November 2026' }));
  expect(november.getByRole('cell', { name: '5 absent, unexcused' })).toBeTruthy();
  const legend = within(screen.getByRole('list', { name: 'What the letters mean' }));
  expect(legend.getByText(/not enrolled/)).toBeTruthy();
});

it('counts the first day as enrolled, the exit date as not, and a second enrollment as well', async () => {
  const moved = record({ exitDate: '2026-10-05' });
  const all = moved.enrollment.__typename === 'Enrollments' ? moved.enrollment.all : [];
  const back = all.map((enrollment) => ({ ...enrollment, entryDate: '2026-10-07', exitDate: null }));
  show(participant([{ ...moved, enrollment: { __typename: 'Enrollments', all: [...back, ...all] } }]));

  const october = within(await screen.findByRole('table', { name: 'October 2026' }));
  expect(october.getByRole('cell', { name: '2' })).toBeTruthy();
  expect(october.getByRole('cell', { name: '5 not enrolled' })).toBeTruthy();
  expect(october.getByRole('cell', { name: '6 not enrolled' })).toBeTruthy();
  expect(october.getByRole('cell', { name: '7' })).toBeTruthy();
});

it('says nothing about days outside the enrollments when those are withheld', async () => {
  const closed = { category: 'ENROLLMENT', reason: 'NOT_IN_CONSENT', message: 'Not covered.', nextStep: 'Ask.' } as const;
  const known = record({ entryDate: '2026-09-10' });
  show(participant([{ ...known, enrollment: { __typename: 'Withheld', since: null, until: null, ...closed } }]));

  const september = within(await screen.findByRole('table', { name: 'September 2026' }));
  expect(september.getByRole('cell', { name: '9' })).toBeTruthy();
  expect(screen.queryByText(/not enrolled/)).toBeNull();
});

it('says in words which grade is failing, and draws the course over time', async () => {
  show(participant([record({})]));

  const courses = within(await screen.findByRole('table', { name: 'Courses of 2026–27' }));
  expect(courses.getByRole('cell', { name: /^F \(52%\)\s*Failing$/ })).toBeTruthy();
  expect(screen.getByRole('img', { name: 'Algebra 1: Quarter 1 71%; Quarter 2 52%, failing' })).toBeTruthy();
  expect(screen.getByText('2.35')).toBeTruthy();
});

it('keeps the records of two districts apart and says which is current', async () => {
  show(participant([record({}), record({ id: 's2', name: 'Puget Ridge School District', exitDate: '2026-10-03' })]));

  const now = within(await screen.findByRole('region', { name: 'Cedar Valley School District' }));
  expect(now.getByText('Enrolled today')).toBeTruthy();
  const before = within(screen.getByRole('region', { name: 'Puget Ridge School District' }));
  expect(before.getByText('Not enrolled since Oct 3, 2026')).toBeTruthy();
});

it('puts the reason and the next step in place of what is withheld', async () => {
  const closed = { category: 'GRADES', reason: 'NOT_IN_CONSENT', message: 'Not covered.', nextStep: 'Ask.' } as const;
  show(participant([{ ...record({}), grades: { __typename: 'Withheld', since: null, until: null, ...closed } }]));

  expect((await screen.findByText('Grades not shown.')).parentElement?.textContent).toMatch(/Not covered/);
  expect(screen.queryByRole('table', { name: /Courses/ })).toBeNull();
});

it('says that there is no such participant, and that the API refuses', async () => {
  show(null);
  expect(await screen.findByText('There is no such participant')).toBeTruthy();
  cleanup();

  show(null, 403);
  expect((await screen.findByRole('alert')).textContent).toMatch(/This address is not yours/);
});

it('takes an id of the wrong form for nobody’s, and no other error', async () => {
  show(null, 200, [{ message: 'An id.', path: ['participant'], extensions: { classification: 'BAD_REQUEST' } }]);
  expect(await screen.findByText('There is no such participant')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
  cleanup();

  show(null, 200, [{ message: 'A field.', extensions: { classification: 'BAD_REQUEST' } }]);
  expect((await screen.findByRole('alert')).textContent).toMatch(/could not be read/);
  expect(screen.queryByText('There is no such participant')).toBeNull();
  cleanup();

  show(null, 200, [{ message: 'A fault.', path: ['participant'], extensions: { classification: 'UNAVAILABLE' } }]);
  expect((await screen.findByRole('alert')).textContent).toMatch(/could not be read/);
});

it('says that it is enough for today, and what to do', async () => {
  show(null, 200, [{ message: 'As many as one account may.', extensions: { classification: 'DAILY_LIMIT' } }]);
  expect((await screen.findByRole('alert')).textContent).toMatch(/Enough for today.*tomorrow.*administrator/);
});

function show(answer: Participant | null, status = 200, errors?: unknown[]): void {
  globalThis.fetch = () => Promise.resolve(Response.json({ data: { participant: answer }, errors }, { status }));
  const client = createGraphqlClient({
    accessToken: () => 'token',
    wasAccepted: () => undefined,
    signInAgain: () => true,
    signOut: () => Promise.resolve(),
    hasExplorer: true,
  });
  render(
    <Provider value={client}>
      <MemoryRouter initialEntries={['/participants/p1']}>
        <Routes>
          <Route path="/participants/:id" element={<StudentPage now={new Date('2026-11-16T16:00:00Z')} />} />
        </Routes>
      </MemoryRouter>
    </Provider>,
  );
}

function participant(students: RecordFragment[]): Participant {
  return {
    id: 'p1',
    givenName: 'Ana',
    familyName: 'Rivera',
    preferredGivenName: null,
    birthDate: null,
    programEnrollments: [],
    programAttendance: [],
    consents: [],
    students,
  };
}

type Facts = { id?: string; name?: string; entryDate?: string; exitDate?: string };

function record({ id = 's1', name = 'Cedar Valley School District', entryDate = '2026-09-02', exitDate }: Facts): RecordFragment {
  const school = { name: 'Lincoln High School' };
  const common = { periodBegins: null, creditsAttempted: null, creditsEarned: null, kind: 'GRADING_PERIOD' as const };
  const grades = [
    { ...common, gradingPeriod: 'Quarter 1', letter: 'C', percent: 71, failing: false, gradedOn: '2026-10-10' },
    { ...common, gradingPeriod: 'Quarter 2', letter: 'F', percent: 52, failing: true, gradedOn: '2026-11-10' },
  ];
  return {
    id,
    districtStudentId: '1001',
    district: { id: `d-${id}`, name, freshness: [] },
    enrollment: {
      __typename: 'Enrollments',
      all: [{ school, schoolYear: 2027, gradeLevel: '09', entryDate, exitDate: exitDate ?? null }],
    },
    attendance: {
      __typename: 'Attendance',
      summary: {
        schoolYear: 2027,
        enrolled: 50,
        present: 45,
        excused: 0,
        unexcused: 5,
        tardy: 0,
        rate: 0.9,
        coveredUntil: '2026-11-13',
      },
      days: [{ date: '2026-11-05', period: null, status: 'ABSENT_UNEXCUSED' }],
    },
    grades: {
      __typename: 'Grades',
      summary: {
        schoolYear: 2027,
        sections: 1,
        failing: 1,
        creditsAttempted: 1,
        creditsEarned: 0.5,
        gradePointAverage: 2.347,
        gradedUntil: '2026-11-10',
      },
      sections: [
        {
          courseTitle: 'Algebra 1',
          courseCode: null,
          sectionCode: null,
          schoolYear: 2027,
          school,
          latest: { gradingPeriod: 'Quarter 2', letter: 'F', percent: 52, failing: true },
          grades,
        },
      ],
    },
    participation: { __typename: 'Participation', programs: [] },
  };
}
