import type { ReactNode } from 'react';
import styles from '@/components/notice.module.css';

type Props = {
  /** ALERT interrupts a screen reader, STATUS waits, PLAIN is simply read. */
  kind?: 'ALERT' | 'STATUS' | 'PLAIN';
  heading?: string;
  children: ReactNode;
};

const roles = { ALERT: 'alert', STATUS: 'status', PLAIN: undefined } as const;

/** A few sentences that stand in place of, or above, what the page is for. */
export function Notice({ kind = 'PLAIN', heading, children }: Props) {
  return (
    <div className={kind === 'ALERT' ? `${styles.notice} ${styles.alert}` : styles.notice} role={roles[kind]}>
      {heading !== undefined && <h2 className={styles.heading}>{heading}</h2>}
      {children}
    </div>
  );
}
