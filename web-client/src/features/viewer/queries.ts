import { graphql } from '@/graphql/gql';

export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      givenName
      familyName
      role
      trainingUntil
      organization {
        name
      }
      district {
        name
      }
    }
  }
`);
