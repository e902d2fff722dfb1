import { graphql } from '@/graphql/gql';

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

export const ageFragment = graphql(`
  fragment Age on Freshness {
    category
    publishedAt
    coveredUntil
    nextPullAt
  }
`);
