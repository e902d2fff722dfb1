import { expect, it } from 'vitest';
import { follow, pauseAfter, type Change, type LiveState } from '@/lib/changes';
import { BrokenLine, NoStream } from '@/lib/graphql';

type Opening = (Change | Error)[];

const change: Change = { kind: 'STUDENT', id: 's1' };

it('tells what comes, and asks once more when the API ends the stream', async () => {
  expect(await followed([[change]])).toEqual({
    told: [change, { kind: 'ANYTHING' }],
    states: ['ON', 'ENDED'],
    pauses: [],
  });
});

it('opens a broken line again after a pause, and then asks for what was missed', async () => {
  expect(await followed([[new BrokenLine()], [new BrokenLine()], [change]])).toEqual({
    told: [{ kind: 'ANYTHING' }, { kind: 'ANYTHING' }, change, { kind: 'ANYTHING' }],
    states: ['ON', 'INTERRUPTED', 'ON', 'INTERRUPTED', 'ON', 'ENDED'],
    pauses: [1, 2],
  });
});

it('counts failures anew after something was told', async () => {
  const { pauses } = await followed([[new BrokenLine()], [change, new BrokenLine()], []]);
  expect(pauses).toEqual([1, 1]);
});

it('does not come back after a refusal, but asks once what the API says', async () => {
  expect(await followed([[new Error('refused')], [change]])).toEqual({
    told: [{ kind: 'ANYTHING' }],
    states: ['ON', 'ENDED'],
    pauses: [],
  });
});

it('is quiet where the API has no streams', async () => {
  expect(await followed([[new NoStream()], [change]])).toEqual({ told: [], states: ['ON', 'OFF'], pauses: [] });
});

it.each([
  [1, 0, 500],
  [1, 1, 1_000],
  [4, 1, 8_000],
  [20, 0, 30_000],
  [20, 1, 60_000],
])('pauses after failure %d by chance %d for %d ms', (failures, chance, ms) => {
  expect(pauseAfter(failures, chance)).toBe(ms);
});

async function followed(openings: Opening[]) {
  const told: Change[] = [];
  const states: LiveState[] = [];
  const pauses: number[] = [];
  await follow({
    open: (accepted) => opened(openings.shift() ?? [], accepted),
    tell: (what) => told.push(what),
    becomes: (state) => states.push(state),
    pause: (failures) => {
      pauses.push(failures);
      return Promise.resolve();
    },
    signal: new AbortController().signal,
  });
  return { told, states, pauses };
}

async function* opened(events: Opening, accepted: () => void): AsyncGenerator<Change> {
  await Promise.resolve();
  accepted();
  for (const event of events) {
    if (event instanceof Error) throw event;
    yield event;
  }
}
