import { describe, expect, it } from 'vitest';
import { ago, day, gradeLevel, lastDayBefore, moment, month, percent, schoolYear, schoolYearBegins, today } from '@/lib/format';

describe('format', () => {
  it.each([
    [1, '100.0%'],
    [0.884, '88.4%'],
    [0.9, '90.0%'],
    [0, '0.0%'],
  ])('writes the rate %d as %s', (rate, text) => {
    expect(percent(rate)).toBe(text);
  });

  it('keeps a day the same day west of Greenwich', () => {
    expect(day('2026-11-16')).toBe('Nov 16, 2026');
  });

  it('turns the first day after into the last day', () => {
    expect(lastDayBefore('2027-01-01')).toBe('Dec 31, 2026');
  });

  it('writes a moment in the reader’s time zone and names it', () => {
    expect(moment('2026-11-16T10:15:00Z').replace(/\s/g, ' ')).toBe('Nov 16, 2026, 2:15 AM PST');
  });

  it.each([
    ['2026-11-16T09:59:50Z', 'just now'],
    ['2026-11-16T09:59:00Z', '1 minute ago'],
    ['2026-11-16T04:00:00Z', '6 hours ago'],
    ['2026-11-13T04:00:00Z', '3 days ago'],
  ])('says how long ago %s was', (dateTime, text) => {
    expect(ago(dateTime, new Date('2026-11-16T10:00:00Z'))).toBe(text);
  });

  it('names a month and a school year', () => {
    expect(month('2026-09')).toBe('September 2026');
    expect(schoolYear(2027)).toBe('2026–27');
    expect(schoolYear(2000)).toBe('1999–00');
  });

  it.each([
    ['2026-07-31', '2025-08-01'],
    ['2026-08-01', '2026-08-01'],
    ['2027-02-14', '2026-08-01'],
  ])('begins the school year of %s on %s', (date, begins) => {
    expect(schoolYearBegins(date)).toBe(begins);
  });

  it('counts today in the reader’s time zone', () => {
    expect(today(new Date('2026-11-16T05:00:00Z'))).toBe('2026-11-15');
  });

  it.each([
    ['KG', 'Kindergarten'],
    ['01', '1st grade'],
    ['02', '2nd grade'],
    ['03', '3rd grade'],
    ['09', '9th grade'],
    ['12', '12th grade'],
    ['UG', 'UG'],
  ])('writes the grade level %s as %s', (code, text) => {
    expect(gradeLevel(code)).toBe(text);
  });
});
