import type { Role } from '@/graphql/graphql';

export type Example = { query: string; variables?: Record<string, unknown> };

const withheld = `... on Withheld { reason message nextStep }`;

const caseload: Example = {
  query: `# My caseload, most failing grades first, with the reason where grades are not shown.
query CaseloadByFailingGrades {
  viewer {
    caseload(first: 25, orderBy: { field: FAILING_GRADES, direction: DESC }) {
      totalCount
      edges {
        node {
          id
          givenName
          familyName
          students {
            district { name }
            grades {
              ... on Grades { summary { failing sections gradePointAverage gradedUntil } }
              ${withheld}
            }
          }
        }
      }
    }
  }
}
`,
};

const oneStudent: Example = {
  query: `# One participant's attendance and grades. Take an id out of the first tab's answer.
query AttendanceAndGrades($id: ID!) {
  participant(id: $id) {
    givenName
    familyName
    students {
      district { name freshness { category publishedAt coveredUntil nextPullAt } }
      attendance {
        ... on Attendance {
          summary { schoolYear enrolled present excused unexcused tardy rate coveredUntil }
          days(last: 20) { date period status }
        }
        ${withheld}
      }
      grades {
        ... on Grades {
          summary { schoolYear sections failing creditsEarned gradePointAverage }
          sections { courseTitle latest { gradingPeriod kind letter percent failing gradedOn } }
        }
        ${withheld}
      }
    }
  }
}
`,
  variables: { id: 'put an id here' },
};

const otherOrganizations: Example = {
  query: `# What other organizations do with the participants of my caseload, as far as they share it.
query OtherOrganizations {
  viewer {
    caseload(first: 25) {
      edges {
        node {
          givenName
          familyName
          students {
            participation {
              ... on Participation {
                programs { organizationName programName kind begins ends weeks { weekOf minutes } }
              }
              ${withheld}
            }
          }
        }
      }
    }
  }
}
`,
};

const liveChanges: Example = {
  query: `# What changes for my caseload, as it happens.
subscription CaseloadChanges {
  caseloadChanges {
    ... on CategoriesChanged { studentId categories }
    ... on FreshnessChanged { districtId freshness { category publishedAt nextPullAt } }
  }
}
`,
};

const participants: Example = {
  query: `# All participants with their programs.
query Participants($after: String) {
  participants(first: 50, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        id
        givenName
        familyName
        programEnrollments { program { name } begins ends }
      }
    }
  }
}
`,
  variables: { after: null },
};

const consentsAboutToEnd: Example = {
  query: `# Consents with the day they end: read down the column "ends".
query ConsentsAboutToEnd {
  participants(first: 100) {
    edges {
      node {
        givenName
        familyName
        consents { kind district { name } signerName begins ends categories revokedAt }
      }
    }
  }
}
`,
};

const disclosures: Example = {
  query: `# Who received what about each participant. Reading this is itself recorded.
query ParticipantsWithDisclosures($after: String) {
  participants(first: 10, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        givenName
        familyName
        disclosures(first: 10) {
          edges { node { at staffName role category released reason basis purpose operation } }
        }
      }
    }
  }
}
`,
  variables: { after: null },
};

const districtFreshness: Example = {
  query: `# Who I am here, and how old each district's data is. No child.
query DistrictFreshness {
  viewer { givenName familyName role organization { name programs { name kind } } }
  districts { name zone freshness { category publishedAt coveredUntil nextPullAt } }
}
`,
};

const sharedParticipation: Example = {
  query: `# Who else works with our students.
query SharedParticipation($districtStudentId: String, $after: String) {
  sharedParticipation(first: 25, after: $after, districtStudentId: $districtStudentId) {
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        districtStudentId
        givenName
        familyName
        schoolName
        program { organizationName programName kind begins ends weeks { weekOf minutes } }
      }
    }
  }
}
`,
  variables: { districtStudentId: null, after: null },
};

const agreements: Example = {
  query: `# My district's agreements with organizations.
query Agreements {
  viewer {
    district {
      name
      agreements {
        organization { name }
        begins
        ends
        categories
        schoolCodes
        schoolYears
        basis
        verification
        purpose
      }
    }
  }
}
`,
};

const consentsToVerify: Example = {
  query: `# Consents that wait for my district.
query ConsentsToVerify {
  consentsToVerify(first: 25) {
    edges {
      node {
        organizationName
        givenName
        familyName
        districtStudentId
        signerName
        signerCapacity
        signedOn
        begins
        ends
        categories
      }
    }
  }
}
`,
};

const districtDisclosures: Example = {
  query: `# Who received what about my district's students. Reading this is itself recorded.
query DistrictDisclosures($districtStudentId: String) {
  districtDisclosures(first: 25, districtStudentId: $districtStudentId) {
    edges {
      node { at organizationName staffName role category districtStudentIds released withheld bases purpose }
    }
  }
}
`,
  variables: { districtStudentId: null },
};

const feeds: Example = {
  query: `# Feeds with their newest pulls.
query FeedsWithPulls {
  feeds {
    name
    district { name }
    connector
    categories
    cron
    zone
    enabled
    nextPullAt
    pulls(first: 5) {
      edges {
        node {
          mode
          state
          startedAt
          endedAt
          problem
          problemMessage
          streams { stream read kept dropped rejected created changed deleted }
        }
      }
    }
  }
}
`,
};

const organizationAgreements: Example = {
  query: `# Districts with the organizations they have agreements with, and those organizations' own agreements.
query OrganizationsWithAgreements {
  districts {
    name
    agreements {
      begins
      ends
      categories
      basis
      verification
      purpose
      organization {
        name
        host
        operatorAgreements { begins ends sharing { program { name } audience agreedAt withdrawnAt } }
      }
    }
  }
}
`,
};

/** Each role's examples, as tabs; what they give is the API's answer. */
export const examples: Record<Role, Example[]> = {
  CASE_WORKER: [caseload, oneStudent, otherOrganizations, liveChanges],
  PROGRAM_MANAGER: [participants, consentsAboutToEnd, oneStudent],
  ADMIN: [disclosures, participants, consentsAboutToEnd],
  ANALYST: [districtFreshness],
  DISTRICT_STEWARD: [sharedParticipation, agreements, consentsToVerify, districtDisclosures, feeds],
  SCHOOL_STAFF: [sharedParticipation],
  OPERATOR: [feeds, organizationAgreements],
};
