import { useEffect, type ReactNode } from 'react';

type Props = { heading: string; children: ReactNode };

/** One page: its heading is also the title of the browser's tab. */
export function Page({ heading, children }: Props) {
  useEffect(() => {
    document.title = `${heading} – Student Success Link`;
  }, [heading]);
  return (
    <>
      <h1>{heading}</h1>
      {children}
    </>
  );
}
