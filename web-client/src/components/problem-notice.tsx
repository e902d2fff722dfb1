import { Notice } from '@/components/notice';
import type { Problem } from '@/lib/graphql';

type Props = { problem: Problem; retry: () => void };

/** Says what went wrong and what the person can do about it. */
export function ProblemNotice({ problem, retry }: Props) {
  switch (problem) {
    case 'LEAVING':
      return (
        <Notice kind="STATUS">
          <p>Your sign-in has ended. You are being taken to the sign-in page.</p>
        </Notice>
      );
    case 'NOT_YOURS':
      return (
        <Notice kind="ALERT" heading="This address is not yours">
          <p>
            You are signed in, but you have no active account at this address. Use the address of your own
            organization, or ask one of its admins to give you an account. If you were invited here, sign in with the
            e-mail address that was invited; an invitation that has lapsed can be renewed.
          </p>
        </Notice>
      );
    case 'SIGN_IN_NOT_ACCEPTED':
      return (
        <Notice kind="ALERT" heading="Your sign-in was not accepted">
          <p>
            You have just signed in, but this address does not accept the sign-in. Sign out and in again; if that
            does not help, tell the operator.
          </p>
        </Notice>
      );
    case 'ENOUGH_FOR_TODAY':
      return (
        <Notice kind="ALERT" heading="Enough for today">
          <p>
            Your account has received the data of as many different students today as one account may, or has asked for
            too many that are not there. Those you have looked at stay open; for others come back tomorrow, and tell
            your administrator if your work needs more in a day.
          </p>
        </Notice>
      );
    case 'FAILED':
      return (
        <Notice kind="ALERT" heading="The data could not be read">
          <p>Nothing has been changed. Check your connection and try again; if it goes on, tell the operator.</p>
          <p>
            <button type="button" onClick={retry}>
              Try again
            </button>
          </p>
        </Notice>
      );
  }
}
