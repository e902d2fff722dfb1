import styles from '@/components/withheld-note.module.css';
import type { ReasonFragment } from '@/graphql/graphql';
import { day } from '@/lib/format';
import { shortReasons } from '@/lib/words';

type Props = { what: string; withheld: ReasonFragment };

/** Stands where data would stand: why it is not shown, and what to do about it. */
export function WithheldNote({ what, withheld }: Props) {
  return (
    <div className={styles.note}>
      <p>
        <strong>{what} not shown.</strong> <Why withheld={withheld} />
      </p>
      <NextStep withheld={withheld} />
    </div>
  );
}

/** The same where there is little room: the cause at once, the sentences when they are opened. */
export function WithheldSummary({ what, withheld }: Props) {
  return (
    <details className={styles.summary}>
      <summary>
        {what} not shown: {shortReasons[withheld.reason]}
      </summary>
      <p>
        <Why withheld={withheld} />
      </p>
      <NextStep withheld={withheld} />
    </details>
  );
}

function Why({ withheld }: { withheld: ReasonFragment }) {
  return (
    <>
      {withheld.message}
      {withheld.since !== null && ` Closed since ${day(withheld.since)}.`}
      {withheld.until !== null && ` May open on ${day(withheld.until)}.`}
    </>
  );
}

function NextStep({ withheld }: { withheld: ReasonFragment }) {
  return (
    <p>
      <strong>Next step:</strong> {withheld.nextStep}
    </p>
  );
}
