import { useRef } from 'react';
import styles from '@/components/how-far.module.css';
import type { Pages } from '@/lib/use-pages';

type Props = { pages: Omit<Pages<unknown>, 'variables'>; noun: string };

/** How much of a list is shown, and the button for more. */
export function HowFar({ pages, noun }: Props) {
  const { rows, totalCount, loading, outdated, hasMore, loadMore } = pages;
  const status = useRef<HTMLParagraphElement>(null);
  const begun = rows.length > 0;
  const shown =
    totalCount === undefined
      ? `${String(rows.length)} ${noun} are shown${hasMore ? ', and there are more' : ''}.`
      : `${String(rows.length)} of ${String(totalCount)} ${noun} are shown.`;
  return (
    <div className={styles.howFar}>
      <p role="status" ref={status} tabIndex={-1}>
        {loading && (begun && !outdated ? `More ${noun} are being read.` : `The ${noun} are being read.`)}
        {!loading && shown}
      </p>
      {begun && hasMore && !loading && (
        <button
          type="button"
          onClick={() => {
            // The button goes while the page is read; whoever pressed it stays at this place.
            status.current?.focus();
            loadMore();
          }}
        >
          Show more
        </button>
      )}
    </div>
  );
}
