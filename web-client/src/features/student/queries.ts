import { graphql } from '@/graphql/gql';

export const recordFragment = graphql(`
  fragment Record on Student {
    id
    districtStudentId
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
        all {
          school {
            name
          }
          schoolYear
          gradeLevel
          entryDate
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
          schoolYear
          enrolled
          present
          excused
          unexcused
          tardy
          rate
          coveredUntil
        }
        days(from: $yearBegins) {
          date
          period
          status
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
          schoolYear
          sections
          failing
          creditsAttempted
          creditsEarned
          gradePointAverage
          gradedUntil
        }
        sections {
          courseTitle
          courseCode
          sectionCode
          schoolYear
          school {
            name
          }
          latest {
            gradingPeriod
            letter
            percent
            failing
          }
          grades {
            gradingPeriod
            periodBegins
            kind
            letter
            percent
            failing
            creditsAttempted
            creditsEarned
            gradedOn
          }
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
          kind
          begins
          ends
          weeks {
            weekOf
            minutes
          }
        }
      }
      ... on Withheld {
        ...Reason
      }
    }
  }
`);

export const studentPageQuery = graphql(`
  query StudentPage($id: ID!, $yearBegins: Date!) {
    participant(id: $id) {
      id
      givenName
      familyName
      preferredGivenName
      birthDate
      programEnrollments {
        program {
          id
          name
          kind
        }
        begins
        ends
      }
      programAttendance(first: 10) {
        id
        program {
          id
          name
        }
        date
        minutes
      }
      consents {
        id
        kind
        district {
          id
          name
        }
        signerName
        signerCapacity
        begins
        ends
        categories
        revokedAt
      }
      students {
        ...Record
      }
    }
  }
`);
