import { readFileSync } from 'node:fs';

export type Person = {
  name: string;
  username: string;
  password: string;
  role: string;
  organization: string;
  training: boolean;
};

export type Demo = {
  organizations: { name: string; address: string; graphql: string }[];
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

export function addressOf(demo: Demo, person: Person): string {
  const found = demo.organizations.find((organization) => organization.name === person.organization);
  if (!found) throw new Error(`The demo has no organization ${person.organization}.`);
  return found.address;
}

/** The first person of a role at a place, such as a steward at a district. */
export function personOf(demo: Demo, role: string): Person {
  const found = demo.people.find((person) => person.role === role);
  if (!found) throw new Error(`The demo has nobody of the role ${role}.`);
  return found;
}
