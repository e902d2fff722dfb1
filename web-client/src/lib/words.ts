import type {
  AgreementBasis,
  AttendanceStatus,
  ConsentAudience,
  ConsentKind,
  ConsentVerification,
  DataCategory,
  ProgramKind,
  Role,
  SignerCapacity,
  WithheldReason,
} from '@/graphql/graphql';

/** What the code sets of the API are called on the screen. */
export const categoryNames: Record<DataCategory, string> = {
  ENROLLMENT: 'Enrollment',
  CONTACT: 'Contact',
  SCHEDULE: 'Schedule',
  DEMOGRAPHICS: 'Demographics',
  ATTENDANCE: 'Attendance',
  ATTENDANCE_REASON: 'Reasons of absences',
  GRADES: 'Grades',
  ASSIGNMENTS: 'Assignments',
  ASSESSMENTS: 'Assessments',
  DISCIPLINE: 'Discipline',
  SPECIAL_EDUCATION: 'Special education',
  SECTION_504: 'Section 504',
  MULTILINGUAL: 'Multilingual learner',
  HOUSING_FOSTER: 'Housing and foster care',
  MEAL_STATUS: 'Meal status',
  PARTICIPATION: 'Shared participation',
};

export const roleNames: Record<Role, string> = {
  ADMIN: 'Admin',
  PROGRAM_MANAGER: 'Program manager',
  CASE_WORKER: 'Case worker',
  ANALYST: 'Analyst',
  DISTRICT_STEWARD: 'Data steward of the district',
  SCHOOL_STAFF: 'School staff',
  OPERATOR: 'Operator',
};

export const programKinds: Record<ProgramKind, string> = {
  AFTER_SCHOOL: 'after school',
  TUTORING: 'tutoring',
  MENTORING: 'mentoring',
  COLLEGE_AND_CAREER: 'college and career',
  CASE_MANAGEMENT: 'case management',
  SUMMER: 'summer',
  OTHER: 'other',
};

export const consentKinds: Record<ConsentKind, string> = {
  GENERAL: 'School data',
  SHARING: 'Sharing of participation',
  MEAL_STATUS: 'Meal status',
  HOUSING_FOSTER: 'Housing and foster care',
};

/** Who may learn of participation by a consent to sharing. */
export const audienceNames: Record<ConsentAudience, string> = {
  DISTRICT: 'District',
  PARTNERS: 'Partner organizations',
};

export const signerCapacities: Record<SignerCapacity, string> = {
  PARENT: 'parent',
  GUARDIAN: 'guardian',
  ACTING_PARENT: 'acting as a parent',
  AGENCY: 'child welfare agency',
  COURT_ORDER: 'by court order',
  STUDENT: 'the student',
};

/** Each exceptional day carries its letter besides its color. */
export const attendanceMarks: Record<AttendanceStatus, { letter: string; words: string }> = {
  PRESENT: { letter: '', words: 'in school' },
  ABSENT_EXCUSED: { letter: 'E', words: 'absent, excused' },
  ABSENT_UNEXCUSED: { letter: 'U', words: 'absent, unexcused' },
  TARDY: { letter: 'T', words: 'late' },
  PARTIAL_DAY: { letter: 'P', words: 'part of the day' },
  EARLY_DEPARTURE: { letter: 'L', words: 'left early' },
  REMOTE: { letter: 'R', words: 'taught at a distance' },
};

/** The reason in a few words, where the whole sentence has no room until it is asked for. */
export const shortReasons: Record<WithheldReason, string> = {
  ON_HOLD: 'on hold',
  TRAINING_REQUIRED: 'no current training',
  STAFF_TERMS_MISSING: 'staff terms missing',
  NOT_IN_YOUR_ACCESS: 'not in your access',
  NOT_SERVED_TODAY: 'in no program today',
  OPERATOR_AGREEMENT_NOT_IN_FORCE: 'no agreement with the operator',
  DISTRICT_AGREEMENT_NOT_IN_FORCE: 'no agreement with the district',
  NOT_IN_DISTRICT_AGREEMENT: 'not in the district’s agreement',
  NOT_ON_DISTRICT_ROSTER: 'not on the district’s roster',
  CONSENT_MISSING: 'no consent',
  CONSENT_NOT_YET_IN_FORCE: 'the consent begins later',
  CONSENT_EXPIRED: 'the consent has ended',
  CONSENT_REVOKED: 'the consent was withdrawn',
  CONSENT_INCOMPLETE: 'the consent is incomplete',
  AWAITING_DISTRICT_VERIFICATION: 'the district has to verify',
  NOT_IN_CONSENT: 'not in the consent',
  ELIGIBLE_STUDENT_MUST_CONSENT: 'the student must consent',
  NOT_MATCHED: 'not matched',
  SHARING_NOT_OPTED_IN: 'no opt-in to sharing',
  NOT_IN_TOKEN_SCOPE: 'outside the token’s scope',
  NOT_SUPPLIED: 'not delivered by the district',
  AWAITING_FIRST_PULL: 'not arrived yet',
};

/** a, b and c. */
export function listed(words: string[]): string {
  return new Intl.ListFormat('en-US', { type: 'conjunction' }).format(words).replace(', and ', ' and ');
}

export const agreementBases: Record<AgreementBasis, string> = {
  WRITTEN_CONSENT: 'Written consent',
  SCHOOL_OFFICIAL: 'School official',
};

export const verifications: Record<ConsentVerification, string> = {
  NONE: 'the district verifies no consent',
  SAMPLE: 'the district verifies a sample of consents',
  EACH: 'the district verifies each consent',
};
