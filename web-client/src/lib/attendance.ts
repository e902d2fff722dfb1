/** The API counts a rate of 0.9 or less as chronic absence: absent for 10 % of the days or more. */
export const CHRONIC_ABSENCE_RATE = 0.9;
