import styles from '@/components/withheld-note.module.css';
import type { ReasonFragment } from '@/graphql/graphql';
import { day } from '@/lib/format';

type Props = { what: string; withheld: ReasonFragment };

/** Stands where data would stand: why it is not shown, and what to do about it. */
export function WithheldNote({ what, withheld }: Props) {
  return (
    <div className={styles.note}>
      <p>
        <strong>{what} not shown.</strong> {withheld.message}
        {withheld.since !== null && ` Closed since ${day(withheld.since)}.`}
        {withheld.until !== null && ` May open on ${day(withheld.until)}.`}
      </p>
      <p>
        <strong>Next step:</strong> {withheld.nextStep}
      </p>
    </div>
  );
}
