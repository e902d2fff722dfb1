import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { WithheldNote } from '@/components/withheld-note';

it('says why a category is not shown, since when and what to do', () => {
  render(
    <WithheldNote
      what="Attendance"
      withheld={{
        category: 'ATTENDANCE',
        reason: 'CONSENT_EXPIRED',
        message: 'The consent has ended.',
        since: '2026-11-01',
        until: null,
        nextStep: 'Ask the parent to sign a new consent.',
      }}
    />,
  );

  expect(screen.getByText(/not shown/).parentElement?.textContent).toBe(
    'Attendance not shown. The consent has ended. Closed since Nov 1, 2026.',
  );
  expect(screen.getByText(/Next step/).parentElement?.textContent).toBe(
    'Next step: Ask the parent to sign a new consent.',
  );
});
