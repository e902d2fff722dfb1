import { CaseloadPage } from '@/features/caseload/caseload-page';
import { DistrictPage } from '@/features/district/district-page';
import { RolePage } from '@/features/viewer/role-page';
import { TrainingNotice } from '@/features/viewer/training-notice';
import type { ViewerQuery } from '@/graphql/graphql';

type Props = { viewer: ViewerQuery['viewer']; now: Date };

/** The first page, by role. Which children it shows is the API's answer. */
export function MainPage({ viewer, now }: Props) {
  switch (viewer.role) {
    case 'ADMIN':
    case 'PROGRAM_MANAGER':
    case 'CASE_WORKER':
      return (
        <CaseloadPage
          role={viewer.role}
          organizationName={viewer.organization?.name ?? 'Your organization'}
          now={now}
          notice={<TrainingNotice trainingUntil={viewer.trainingUntil} now={now} />}
        />
      );
    case 'DISTRICT_STEWARD':
    case 'SCHOOL_STAFF':
      return <DistrictPage role={viewer.role} now={now} />;
    case 'ANALYST':
    case 'OPERATOR':
      return <RolePage role={viewer.role} />;
  }
}
