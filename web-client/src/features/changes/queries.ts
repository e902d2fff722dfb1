import { graphql } from '@/graphql/gql';

export const caseloadChangesSubscription = graphql(`
  subscription CaseloadChanges {
    caseloadChanges {
      __typename
      ... on CategoriesChanged {
        studentId
      }
      ... on FreshnessChanged {
        districtId
      }
    }
  }
`);
