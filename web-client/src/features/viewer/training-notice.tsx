import { Notice } from '@/components/notice';
import { day, today } from '@/lib/format';

type Props = { trainingUntil: string | null; now: Date };

/** Tells someone without a current training before the reasons in the rows do. */
export function TrainingNotice({ trainingUntil, now }: Props) {
  if (trainingUntil !== null && trainingUntil > today(now)) return null;
  return (
    <Notice heading="You have no current training">
      <p>
        {trainingUntil === null
          ? 'No FERPA / data-privacy training is on record for you.'
          : `Your FERPA / data-privacy training has not counted since ${day(trainingUntil)}.`}{' '}
        Where that closes student data, its place says so. An admin of your organization knows the next dates.
      </p>
    </Notice>
  );
}
