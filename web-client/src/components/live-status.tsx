import { useEffect, useState } from 'react';
import styles from '@/components/live-status.module.css';
import { useLiveState, type LiveState } from '@/lib/changes';
import { moment } from '@/lib/format';

const JUST_NOW_MS = 60_000;

const sentences: Record<LiveState, string> = {
  OFF: '',
  ON: 'Changes appear here by themselves.',
  INTERRUPTED: 'The connection was lost. Changes appear again as soon as it is back.',
  ENDED: 'Changes no longer appear by themselves. Reload the page to see them.',
};

/** Says quietly whether what is shown follows what happens, and when it last did. */
export function LiveStatus({ updatedAt }: { updatedAt: Date | undefined }) {
  const state = useLiveState();
  return (
    <p role="status" className={styles.live}>
      {sentences[state]} {updatedAt && <Updated key={updatedAt.getTime()} at={updatedAt} />}
    </p>
  );
}

function Updated({ at }: { at: Date }) {
  const [justNow, setJustNow] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => {
      setJustNow(false);
    }, JUST_NOW_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return <>{justNow ? 'Updated just now.' : `Updated ${moment(at.toISOString())}.`}</>;
}
