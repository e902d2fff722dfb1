import { readFileSync } from 'node:fs';

export type Person = {
  name: string;
  username: string;
  password: string;
  role: string;
  organization: string;
  address: string;
  training: boolean;
};

export type Demo = {
  issuer: string;
  people: Person[];
};

/** The running system that the story is told on: its addresses and its invented people. */
export function readDemo(): Demo {
  const path = process.env.DEMO_JSON;
  if (path === undefined || path === '') {
    throw new Error('DEMO_JSON names no file: set it to the path of the running demo’s addresses and accounts.');
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Demo;
}

export function caseWorker(demo: Demo, { training }: { training: boolean }): Person {
  const found = demo.people.find((person) => person.role === 'CASE_WORKER' && person.training === training);
  if (!found) throw new Error(`The demo has no case worker ${training ? 'with' : 'without'} a current training.`);
  return found;
}

/** The first person of a role at a place, such as a steward at a district. */
export function personOf(demo: Demo, role: string): Person {
  const found = demo.people.find((person) => person.role === role);
  if (!found) throw new Error(`The demo has nobody of the role ${role}.`);
  return found;
}
