import { useEffect, useRef } from 'react';
import { Page } from '@/components/page';
import styles from '@/features/explorer/explorer-page.module.css';
import type { Role } from '@/graphql/graphql';
import { answerExplorer, EXPLORER_ADDRESS } from '@/lib/explorer-line';
import type { Operations } from '@/lib/graphql';

type Props = { role: Role; operations: Operations };

/** The API's explorer in a frame; this page asks the API for it. */
export function ExplorerPage({ role, operations }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const inside = frame.current?.contentWindow;
    if (!inside) return;
    return answerExplorer(inside, role, operations);
  }, [role, operations]);
  return (
    <Page heading="Explorer">
      <p>
        Ask the API itself: it gives what your role and today’s consents allow, and records each reading. The tabs hold
        examples. Nothing of it is kept when you leave the page.
      </p>
      <iframe ref={frame} className={styles.frame} src={EXPLORER_ADDRESS} title="Explorer of the API" />
    </Page>
  );
}
