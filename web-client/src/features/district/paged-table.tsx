import type { ReactNode } from 'react';
import { HowFar } from '@/components/how-far';
import { Notice } from '@/components/notice';
import { ProblemNotice } from '@/components/problem-notice';
import styles from '@/features/district/district-page.module.css';
import type { Pages } from '@/lib/use-pages';

type Props = {
  caption: string;
  columns: string[];
  noun: string;
  pages: Pages<unknown>;
  /** Why the list is empty, and what to do. */
  empty: ReactNode;
  children: ReactNode;
};

/** A list of the district in each of its states: being read, empty, failed, refused, shown. */
export function PagedTable({ caption, columns, noun, pages, empty, children }: Props) {
  const { rows, loading, problem, refused, incomplete, retry } = pages;
  if (refused) {
    return (
      <Notice>
        <p>This list is not for your role.</p>
      </Notice>
    );
  }
  const isEmpty = !loading && !problem && rows.length === 0;
  return (
    <>
      {isEmpty && <Notice>{empty}</Notice>}
      {rows.length > 0 && (
        <table className={styles.table}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      )}
      {incomplete && (
        <Notice>
          <p>Some entries could not be read just now and are left out. Reload the page to try again.</p>
        </Notice>
      )}
      {problem && <ProblemNotice problem={problem} retry={retry} />}
      {!isEmpty && !problem && <HowFar pages={pages} noun={noun} />}
    </>
  );
}
