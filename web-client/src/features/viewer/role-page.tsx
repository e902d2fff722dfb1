import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import type { Role } from '@/graphql/graphql';

export type RoleWithoutPage = Exclude<
  Role,
  'ADMIN' | 'PROGRAM_MANAGER' | 'CASE_WORKER' | 'DISTRICT_STEWARD' | 'SCHOOL_STAFF'
>;

const whatRolesSee: Record<RoleWithoutPage, string> = {
  ANALYST: 'As an analyst you see aggregates of your organization and no single child, so there is no caseload here. In the explorer you can ask how old each district’s data is.',
  OPERATOR: 'As the operator you see districts, feeds and how their pulls went. You see no student data and have no caseload. The explorer asks for all of it.',
};

/** Greets those whose role comes without participants with what the role is for. */
export function RolePage({ role }: { role: RoleWithoutPage }) {
  return (
    <Page heading="What you see here">
      <Notice>
        <p>{whatRolesSee[role]}</p>
      </Notice>
    </Page>
  );
}
