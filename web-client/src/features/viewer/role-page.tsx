import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import type { Role } from '@/graphql/graphql';

export type RoleWithoutParticipants = Exclude<Role, 'ADMIN' | 'PROGRAM_MANAGER' | 'CASE_WORKER'>;

const whatRolesSee: Record<RoleWithoutParticipants, string> = {
  ANALYST: 'As an analyst you see aggregates of your organization and no single child, so there is no caseload here.',
  DISTRICT_STEWARD:
    'As a data steward you see your district’s agreements, consents and feeds, and who received what. You have no caseload.',
  SCHOOL_STAFF: 'As school staff you see which programs the students of your schools take part in. You have no caseload.',
  OPERATOR: 'As the operator you see districts, feeds and how their pulls went. You see no student data and have no caseload.',
};

/** Greets those whose role comes without participants with what the role is for. */
export function RolePage({ role }: { role: RoleWithoutParticipants }) {
  return (
    <Page heading="What you see here">
      <Notice>
        <p>{whatRolesSee[role]}</p>
      </Notice>
    </Page>
  );
}
