import { graphql } from '@/graphql/gql';

export const sharedParticipationQuery = graphql(`
  query SharedParticipation($first: Int!, $after: String, $districtStudentId: String) {
    sharedParticipation(first: $first, after: $after, districtStudentId: $districtStudentId) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          districtStudentId
          givenName
          familyName
          schoolName
          program {
            organizationName
            programName
            kind
            begins
            ends
            weeks {
              weekOf
              minutes
            }
          }
        }
      }
    }
  }
`);

export const agreementsQuery = graphql(`
  query Agreements {
    viewer {
      district {
        id
        agreements {
          id
          organization {
            id
            name
          }
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
`);

export const consentsToVerifyQuery = graphql(`
  query ConsentsToVerify($first: Int!, $after: String) {
    consentsToVerify(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          organizationName
          givenName
          familyName
          districtStudentId
          kind
          signerName
          signerCapacity
          signedOn
          begins
          ends
          categories
          audiences
          recordedAt
        }
      }
    }
  }
`);

export const districtDisclosuresQuery = graphql(`
  query DistrictDisclosures($first: Int!, $after: String) {
    districtDisclosures(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          at
          organizationName
          staffName
          role
          category
          districtStudentIds
          released
          withheld
          bases
          purpose
        }
      }
    }
  }
`);
