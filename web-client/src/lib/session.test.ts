import { expect, it } from 'vitest';
import { returnAddress } from '@/lib/session';

it.each([
  ['/', '/'],
  ['/participants?page=2', '/participants?page=2'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['https://elsewhere.example', '/'],
  ['/signed-in?code=1', '/'],
  ['/signed-out', '/'],
  [undefined, '/'],
])('returns from sign-in with %s to %s', (state, address) => {
  expect(returnAddress(state)).toBe(address);
});
