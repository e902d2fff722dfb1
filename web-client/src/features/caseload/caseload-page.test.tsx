import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { Provider } from 'urql';
import { afterEach, expect, it } from 'vitest';
import { CaseloadPage } from '@/features/caseload/caseload-page';
import type { DataCategory, ParticipantPageFragment, ParticipantRowFragment } from '@/graphql/graphql';
import { LiveContext, type Change, type Live } from '@/lib/changes';
import { createGraphqlClient } from '@/lib/graphql';

type Student = ParticipantRowFragment['students'][number];
type Answer = { status: number; body: unknown };

const now = new Date('2026-11-16T16:00:00Z');
const originalFetch = globalThis.fetch;
const listeners = new Set<(change: Change) => void>();
const live: Live = {
  state: 'ON',
  listen: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
const byAbsences = { field: 'ABSENCES', direction: 'DESC' };

afterEach(() => {
  cleanup();
  globalThis.fetch = originalFetch;
});

it('shows absences with their kinds, the rate and a marker of chronic absence in words', async () => {
  show(page([participant('Rivera', [student({ excused: 5, unexcused: 7, tardy: 3, rate: 0.85, enrolled: 80 })])]));

  const row = within(await screen.findByRole('row', { name: /Rivera/ }));
  expect(row.getByText('12')).toBeTruthy();
  expect(row.getByText('5 excused, 7 unexcused')).toBeTruthy();
  expect(row.getByText('85.0%')).toBeTruthy();
  expect(row.getByText(/Chronic absence/)).toBeTruthy();
  expect(row.getByText(/9th grade/)).toBeTruthy();
});

it('has no marker just above the threshold and one exactly at it', async () => {
  show(
    page([
      participant('Above', [student({ rate: 0.9125 })]),
      participant('Exactly', [student({ rate: 0.9 })]),
    ]),
  );

  await screen.findByRole('table');
  expect(within(screen.getByRole('row', { name: /Above/ })).queryByText(/Chronic/)).toBeNull();
  expect(within(screen.getByRole('row', { name: /Exactly/ })).queryByText(/Chronic/)).not.toBeNull();
});

it('keeps the order of the server', async () => {
  show(page([participant('Zhou', [student({})]), participant('Abbott', [student({})])]));

  await screen.findByRole('table');
  expect(screen.getAllByRole('rowheader').map((header) => header.textContent)).toEqual([
    expect.stringContaining('Zhou'),
    expect.stringContaining('Abbott'),
  ]);
});

it('puts the reason and the next step where withheld data would stand', async () => {
  show(page([participant('Okafor', [{ ...student({}), attendance: withheld() }])]));

  const row = within(await screen.findByRole('row', { name: /Okafor/ }));
  expect(row.getByText('Lincoln High School')).toBeTruthy();
  expect(row.getByText(/There is no consent/)).toBeTruthy();
  expect(row.getByText(/Ask the parent/)).toBeTruthy();
});

it('shows failing grades, the last day at an own program and where else the child goes today', async () => {
  show(page([participant('Rivera', [student({ failing: 3 })])]));

  const row = within(await screen.findByRole('row', { name: /Rivera/ }));
  expect(row.getByRole('cell', { name: /^3 of 6 courses/ })).toBeTruthy();
  expect(row.getByText('Last here Nov 10, 2026, missed Nov 13, 2026')).toBeTruthy();
  expect(row.getByText(/Homework club/)).toBeTruthy();
  expect(row.queryByText(/Summer camp/)).toBeNull();
});

it('leads from each name to the participant’s page', async () => {
  show(page([participant('Rivera', [student({})])]));

  const link = await screen.findByRole('link', { name: 'Rivera, Ana' });
  expect(link.getAttribute('href')).toBe('/participants/Rivera');
});

it('gives one reason once for neighbors, and the cause in a few words where there is little room', async () => {
  const closed = {
    ...student({}),
    attendance: withheld(),
    grades: withheld('GRADES'),
    participation: { ...withheld('PARTICIPATION'), reason: 'SHARING_NOT_OPTED_IN' as const, message: 'No opt-in.' },
  };
  show(page([participant('Okafor', [closed])]));

  const row = within(await screen.findByRole('row', { name: /Okafor/ }));
  expect(row.getByText('Attendance and grades not shown.')).toBeTruthy();
  expect(row.getAllByText(/There is no consent/)).toHaveLength(1);
  expect(row.getByText('Other organizations not shown: no opt-in to sharing')).toBeTruthy();
  expect(row.getByText('No opt-in.')).toBeTruthy();
});

it('asks anew in another order', async () => {
  const asked = show(page([participant('Rivera', [student({})])]), page([participant('Zhou', [student({})])]));
  await screen.findByRole('row', { name: /Rivera/ });

  fireEvent.change(screen.getByLabelText('Sorted by'), { target: { value: 'FAILING_GRADES' } });

  await screen.findByRole('row', { name: /Zhou/ });
  expect(screen.queryByRole('row', { name: /Rivera/ })).toBeNull();
  expect(asked[1]?.variables).toMatchObject({ after: null, orderBy: { field: 'FAILING_GRADES', direction: 'DESC' } });
  expect(screen.getByRole('columnheader', { name: 'Failing grades' }).getAttribute('aria-sort')).toBe('descending');
});

it('keeps the rows and their age, marked as busy, until the new order is there', async () => {
  let arrive: (answer: Answer) => void = () => undefined;
  const later = new Promise<Answer>((resolve) => {
    arrive = resolve;
  });
  const asked = show(page([participant('Rivera', [student({})])]), later);
  await screen.findByRole('row', { name: /Rivera/ });

  fireEvent.change(screen.getByLabelText('Sorted by'), { target: { value: 'NAME' } });

  await waitFor(() => {
    expect(asked).toHaveLength(2);
  });
  const before = screen.getByRole('table', { name: /most days absent/ });
  expect(before.getAttribute('aria-busy')).toBe('true');
  expect(within(before).getByRole('row', { name: /Rivera/ })).toBeTruthy();
  expect(screen.getByRole('columnheader', { name: 'Days absent' }).getAttribute('aria-sort')).toBe('descending');
  expect(screen.getByRole('region', { name: 'How old the data is' })).toBeTruthy();
  expect(screen.getByText('The participants are being read.')).toBeTruthy();

  arrive(page([participant('Abbott', [student({})])]));

  const after = await screen.findByRole('table', { name: /by name/ });
  expect(after.getAttribute('aria-busy')).toBe('false');
  expect(screen.getAllByRole('rowheader').map((header) => header.textContent)).toEqual([
    expect.stringContaining('Abbott'),
  ]);
});

it('keeps the rows in the order that they have when the new order fails, and tries again', async () => {
  const rivera = participant('Rivera', [student({})]);
  const asked = show(page([rivera]), { status: 500, body: {} }, page([rivera]));
  await screen.findByRole('row', { name: /Rivera/ });
  fireEvent.change(screen.getByLabelText('Sorted by'), { target: { value: 'NAME' } });
  await screen.findByRole('alert');
  expect(screen.getByRole('table', { name: /most days absent/ }).getAttribute('aria-busy')).toBe('false');

  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));

  await screen.findByRole('table', { name: /by name/ });
  expect(asked[2]?.variables).toMatchObject({ after: null, orderBy: { field: 'NAME' } });
});

it('asks again, once, for changes of those shown, and not for others', async () => {
  const asked = show(page([participant('Rivera', [student({})])]), page([participant('Rivera', [student({ failing: 5 })])]));
  await screen.findByRole('row', { name: /Rivera/ });

  tell({ kind: 'STUDENT', id: 'somebody-else' });
  tell({ kind: 'STUDENT', id: 's1' });
  tell({ kind: 'DISTRICT', id: 'd1' });

  await screen.findByRole('cell', { name: /^5 of 6/ });
  expect(screen.getByText(/Updated just now/)).toBeTruthy();
  expect(asked).toHaveLength(2);
});

it('keeps nothing on the screen once the API refuses', async () => {
  show(page([participant('Rivera', [student({})])]), { status: 403, body: {} });
  await screen.findByRole('row', { name: /Rivera/ });

  tell({ kind: 'ANYTHING' });

  expect((await screen.findByRole('alert')).textContent).toMatch(/This address is not yours/);
  expect(screen.queryByRole('table')).toBeNull();
});

it('gives the same child at two districts a row each', async () => {
  show(page([participant('Two', [student({ excused: 4 }), { ...student({ excused: 9 }), id: 's2' }])]));

  await screen.findByRole('table');
  expect(screen.getAllByRole('rowheader')).toHaveLength(1);
  expect(screen.getByText('4 excused, 0 unexcused')).toBeTruthy();
  expect(screen.getByText('9 excused, 0 unexcused')).toBeTruthy();
});

it('says how old the data is and when the next pull comes', async () => {
  show(page([participant('Rivera', [student({})])]));

  const section = within(await screen.findByRole('region', { name: 'How old the data is' }));
  expect(section.getByText(/confirmed 6 hours ago/).textContent).toMatch(
    /covers days through Nov 13, 2026; the next pull comes Nov 17, 2026/,
  );
});

it('appends the next page and then says that all are shown', async () => {
  const asked = show(
    page([participant('First', [student({})])], { totalCount: 2, endCursor: 'c1' }),
    page([participant('Second', [student({})])], { totalCount: 2 }),
  );

  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }));

  await screen.findByText('2 of 2 participants are shown.');
  expect(screen.getAllByRole('rowheader')).toHaveLength(2);
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  expect(asked.map((request) => request.variables)).toEqual([
    { first: 25, after: null, orderBy: byAbsences },
    { first: 25, after: 'c1', orderBy: byAbsences },
  ]);
});

it('keeps the rows it has when the next page fails, and tries again', async () => {
  show(
    page([participant('First', [student({})])], { totalCount: 2, endCursor: 'c1' }),
    { status: 500, body: {} },
    page([participant('Second', [student({})])], { totalCount: 2 }),
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  await screen.findByRole('alert');
  expect(screen.getByRole('row', { name: /First/ })).toBeTruthy();

  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));

  await screen.findByText('2 of 2 participants are shown.');
});

it('says why a caseload is empty and what to do', async () => {
  show(page([]));

  expect(await screen.findByRole('heading', { name: 'Nobody is assigned to you today' })).toBeTruthy();
  expect(screen.getByText(/Ask one of them to assign yours/)).toBeTruthy();
});

it('says that the address belongs to others when the API refuses', async () => {
  show({ status: 403, body: {} });

  expect((await screen.findByRole('alert')).textContent).toMatch(/This address is not yours/);
});

it('leaves for the sign-in page when the API no longer accepts the token', async () => {
  show({ status: 401, body: {} });

  await waitFor(() => {
    expect(screen.getByText(/You are being taken to the sign-in page/)).toBeTruthy();
  });
});

it('asks for all participants of the organization in a manager’s name', async () => {
  const asked = showAs('PROGRAM_MANAGER', {
    status: 200,
    body: { data: { participants: connection([participant('Rivera', [student({})])]) } },
  });

  expect(await screen.findByRole('heading', { level: 1, name: 'Participants' })).toBeTruthy();
  await screen.findByRole('row', { name: /Rivera/ });
  expect(asked[0]?.operationName).toBe('Participants');
});

function tell(change: Change): void {
  for (const listener of listeners) listener(change);
}

type Asked = { operationName: string; variables: unknown };

function show(...answers: (Answer | Promise<Answer>)[]): Asked[] {
  return showAs('CASE_WORKER', ...answers);
}

function showAs(role: 'CASE_WORKER' | 'PROGRAM_MANAGER', ...answers: (Answer | Promise<Answer>)[]): Asked[] {
  const asked: Asked[] = [];
  globalThis.fetch = async (_input, init) => {
    asked.push(JSON.parse(init?.body as string) as Asked);
    const { status, body } = (await answers.shift()) ?? { status: 500, body: {} };
    return Response.json(body, { status });
  };
  const client = createGraphqlClient({
    accessToken: () => 'token',
    wasAccepted: () => undefined,
    signInAgain: () => true,
    signOut: () => Promise.resolve(),
    hasExplorer: true,
  });
  render(
    <Provider value={client}>
      <LiveContext value={live}>
        <MemoryRouter>
          <CaseloadPage role={role} organizationName="Sound Reach" now={now} />
        </MemoryRouter>
      </LiveContext>
    </Provider>,
  );
  return asked;
}

type PageOptions = { totalCount?: number; endCursor?: string };

function page(rows: ParticipantRowFragment[], options: PageOptions = {}): Answer {
  return { status: 200, body: { data: { viewer: { caseload: connection(rows, options) } } } };
}

function connection(rows: ParticipantRowFragment[], options: PageOptions = {}): ParticipantPageFragment {
  const { totalCount = rows.length, endCursor } = options;
  return {
    totalCount,
    pageInfo: { hasNextPage: endCursor !== undefined, endCursor: endCursor ?? null },
    edges: rows.map((node) => ({ node })),
  };
}

function participant(familyName: string, students: Student[]): ParticipantRowFragment {
  return {
    id: familyName,
    givenName: 'Ana',
    familyName,
    preferredGivenName: null,
    programAttendance: [
      { id: 'a2', program: { id: 'p1', name: 'After-school tutoring' }, date: '2026-11-13', minutes: 0 },
      { id: 'a1', program: { id: 'p1', name: 'After-school tutoring' }, date: '2026-11-10', minutes: 90 },
    ],
    programEnrollments: [{ ends: null, program: { id: 'p1', name: 'After-school tutoring' } }],
    students,
  };
}

type Counts = { enrolled?: number; excused?: number; unexcused?: number; tardy?: number; rate?: number; failing?: number };

function student({ enrolled = 80, excused = 0, unexcused = 0, tardy = 0, rate = 0.95, failing = 2 }: Counts): Student {
  return {
    id: 's1',
    district: {
      id: 'd1',
      name: 'Cedar Valley School District',
      freshness: [
        {
          category: 'ATTENDANCE',
          publishedAt: '2026-11-16T10:00:00Z',
          coveredUntil: '2026-11-13',
          nextPullAt: '2026-11-17T10:00:00Z',
        },
      ],
    },
    enrollment: {
      __typename: 'Enrollments',
      current: { school: { name: 'Lincoln High School' }, gradeLevel: '09', exitDate: null },
    },
    attendance: {
      __typename: 'Attendance',
      summary: { enrolled, excused, unexcused, tardy, rate, coveredUntil: '2026-11-13' },
    },
    grades: { __typename: 'Grades', summary: { sections: 6, failing, gradedUntil: '2026-11-12' } },
    participation: {
      __typename: 'Participation',
      programs: [
        { organizationName: 'Harbor Lights', programName: 'Homework club', ends: null },
        { organizationName: 'Harbor Lights', programName: 'Summer camp', ends: '2026-09-01' },
      ],
    },
  };
}

function withheld(
  category: DataCategory = 'ATTENDANCE',
): Extract<Student['attendance'], { __typename: 'Withheld' }> {
  return {
    __typename: 'Withheld',
    category,
    reason: 'CONSENT_MISSING',
    message: 'There is no consent.',
    since: null,
    until: null,
    nextStep: 'Ask the parent to sign a consent.',
  };
}
