import { expect, it } from 'vitest';
import { readEvents, type ServerEvent } from '@/lib/event-stream';

it.each([
  ['one event', ['event: next\ndata: {"a":1}\n\n'], [{ event: 'next', data: '{"a":1}' }]],
  ['an event in pieces', ['event: ne', 'xt\nda', 'ta:1\n', '\n'], [{ event: 'next', data: '1' }]],
  ['two events in one piece', ['data:1\n\ndata:2\n\n'], [{ event: 'message', data: '1' }, { event: 'message', data: '2' }]],
  ['a comment that keeps the line open', [':\n\n', 'event:complete\n\n'], [{ event: 'complete', data: '' }]],
  ['line ends of Windows, cut in two', ['data:1\r', '\n\r', '\n'], [{ event: 'message', data: '1' }]],
  ['data on several lines', ['data: a\ndata: b\n\n'], [{ event: 'message', data: 'a\nb' }]],
  ['an event that never ends', ['data: a\n'], []],
])('reads %s', async (_case, pieces, expected) => {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(streamOf(pieces))) events.push(event);

  expect(events).toEqual(expected);
});

function streamOf(pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
}
