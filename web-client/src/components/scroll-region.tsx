import type { ReactNode } from 'react';
import styles from '@/components/scroll-region.module.css';

/** Holds what may be wider than its place: a keyboard must reach it to scroll it. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
