import { graphql } from '@/graphql/gql';

export const participantRowFragment = graphql(`
  fragment ParticipantRow on Participant {
    id
    givenName
    familyName
    preferredGivenName
    programEnrollments {
      program {
        id
        name
      }
      ends
    }
    programAttendance(first: 5) {
      id
      program {
        id
        name
      }
      date
      minutes
    }
    students {
      id
      district {
        id
        name
        freshness {
          ...Age
        }
      }
      enrollment {
        __typename
        ... on Enrollments {
          current {
            school {
              name
            }
            gradeLevel
            exitDate
          }
        }
        ... on Withheld {
          ...Reason
        }
      }
      attendance {
        __typename
        ... on Attendance {
          summary {
            enrolled
            excused
            unexcused
            tardy
            rate
            coveredUntil
          }
        }
        ... on Withheld {
          ...Reason
        }
      }
      grades {
        __typename
        ... on Grades {
          summary {
            sections
            failing
            gradedUntil
          }
        }
        ... on Withheld {
          ...Reason
        }
      }
      participation {
        __typename
        ... on Participation {
          programs {
            organizationName
            programName
            ends
          }
        }
        ... on Withheld {
          ...Reason
        }
      }
    }
  }
`);

export const participantPageFragment = graphql(`
  fragment ParticipantPage on ParticipantConnection {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...ParticipantRow
      }
    }
  }
`);

export const caseloadQuery = graphql(`
  query Caseload($first: Int!, $after: String, $orderBy: ParticipantOrder!) {
    viewer {
      caseload(first: $first, after: $after, orderBy: $orderBy) {
        ...ParticipantPage
      }
    }
  }
`);

export const participantsQuery = graphql(`
  query Participants($first: Int!, $after: String, $orderBy: ParticipantOrder!) {
    participants(first: $first, after: $after, orderBy: $orderBy) {
      ...ParticipantPage
    }
  }
`);
