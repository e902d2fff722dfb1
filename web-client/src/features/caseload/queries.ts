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
    students {
      id
      district {
        id
        name
        freshness {
          category
          publishedAt
          coveredUntil
          nextPullAt
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
    }
  }
`);

export const reasonFragment = graphql(`
  fragment Reason on Withheld {
    category
    reason
    message
    since
    until
    nextStep
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
  query Caseload($first: Int!, $after: String) {
    viewer {
      caseload(first: $first, after: $after, orderBy: { field: ABSENCES, direction: DESC }) {
        ...ParticipantPage
      }
    }
  }
`);

export const participantsQuery = graphql(`
  query Participants($first: Int!, $after: String) {
    participants(first: $first, after: $after, orderBy: { field: ABSENCES, direction: DESC }) {
      ...ParticipantPage
    }
  }
`);
