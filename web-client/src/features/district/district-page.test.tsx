import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { Provider } from 'urql';
import { afterEach, expect, it } from 'vitest';
import { DistrictPage } from '@/features/district/district-page';
import { createGraphqlClient } from '@/lib/graphql';

type Asked = { operationName: string; variables: Record<string, unknown> };
type Answers = Record<string, unknown>;

const originalFetch = globalThis.fetch;
const pageInfo = { hasNextPage: false, endCursor: null };
const shared = {
  districtStudentId: '2001',
  givenName: 'Ana',
  familyName: 'Rivera',
  schoolName: 'Rainier Ridge High School',
  program: {
    organizationName: 'Harbor Lights',
    programName: 'Homework club',
    kind: 'TUTORING',
    begins: '2026-09-10',
    ends: null,
    weeks: [{ weekOf: '2026-11-09', minutes: 120 }],
  },
};

afterEach(() => {
  cleanup();
  globalThis.fetch = originalFetch;
});

it('shows school staff who else works with their students, and nothing of the steward’s', async () => {
  const asked = show('SCHOOL_STAFF', { sharedParticipation: list(shared) });

  const row = within(await screen.findByRole('row', { name: /Rivera, Ana/ }));
  expect(row.getByText('Harbor Lights')).toBeTruthy();
  expect(row.getByText('Week of Nov 9, 2026: 120 minutes')).toBeTruthy();
  expect(screen.queryByRole('heading', { level: 2 })).toBeNull();
  expect(asked.map(({ operationName }) => operationName)).toEqual(['SharedParticipation']);
});

it('asks for one student only when the filter is sent', async () => {
  const asked = show('SCHOOL_STAFF', { sharedParticipation: list(shared) });
  await screen.findByRole('row', { name: /Rivera/ });

  fireEvent.change(screen.getByLabelText('District student ID'), { target: { value: ' 2001 ' } });
  expect(asked).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Show only this student' }));

  await screen.findByRole('row', { name: /Rivera/ });
  expect(asked.map(({ variables }) => variables.districtStudentId)).toEqual([null, '2001']);
});

it('says why each list of the steward is empty', async () => {
  show('DISTRICT_STEWARD', {
    sharedParticipation: list(),
    consentsToVerify: list(),
    districtDisclosures: list(),
    viewer: { district: { id: 'd1', agreements: [] } },
  });

  expect(await screen.findByText(/No organization shares participation/)).toBeTruthy();
  expect(await screen.findByText(/No consent waits/)).toBeTruthy();
  expect(await screen.findByText(/has no agreement/)).toBeTruthy();
  expect(await screen.findByText(/Nobody has asked/)).toBeTruthy();
});

it('says who may learn of participation by a consent that waits', async () => {
  const consent = {
    id: 'c1',
    organizationName: 'Harbor Lights',
    givenName: 'Ana',
    familyName: 'Rivera',
    districtStudentId: '2001',
    kind: 'SHARING',
    signerName: 'Luz Rivera',
    signerCapacity: 'PARENT',
    signedOn: '2026-09-01',
    begins: '2026-09-01',
    ends: null,
    categories: [],
    audiences: ['DISTRICT', 'PARTNERS'],
    recordedAt: '2026-09-02T16:00:00Z',
  };
  show('DISTRICT_STEWARD', {
    sharedParticipation: list(),
    consentsToVerify: list(consent),
    districtDisclosures: list(),
    viewer: { district: { id: 'd1', agreements: [] } },
  });

  const row = within(await screen.findByRole('row', { name: /Rivera, Ana/ }));
  expect(row.getByText('District and Partner organizations')).toBeTruthy();
});

it('says that a list is not for this role when the API has none', async () => {
  show('SCHOOL_STAFF', { sharedParticipation: null });

  expect(await screen.findByText('This list is not for your role.')).toBeTruthy();
});

it('says what to do when a list cannot be read', async () => {
  show('SCHOOL_STAFF', {}, 500);

  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

function list(...nodes: unknown[]) {
  return { pageInfo, edges: nodes.map((node) => ({ node })) };
}

function show(role: 'DISTRICT_STEWARD' | 'SCHOOL_STAFF', data: Answers, status = 200): Asked[] {
  const asked: Asked[] = [];
  globalThis.fetch = (_input, init) => {
    asked.push(JSON.parse(init?.body as string) as Asked);
    return Promise.resolve(Response.json(status === 200 ? { data } : {}, { status }));
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
      <DistrictPage role={role} now={new Date('2026-11-16T16:00:00Z')} />
    </Provider>,
  );
  return asked;
}
