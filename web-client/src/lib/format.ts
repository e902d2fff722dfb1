const LOCALE = 'en-US';

const percentFormat = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
// A day has no time zone: it is read and written in one, so that it stays the same day everywhere.
const dayFormat = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });
const momentFormat = new Intl.DateTimeFormat(LOCALE, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const monthFormat = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const agoFormat = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'always' });

/** 0.884 → 88.4%. */
export function percent(rate: number): string {
  return percentFormat.format(rate);
}

/** 2026-11-16 → Nov 16, 2026. */
export function day(date: string): string {
  return dayFormat.format(new Date(`${date}T00:00:00Z`));
}

/** 2026-11 → November 2026. */
export function month(yearAndMonth: string): string {
  return monthFormat.format(new Date(`${yearAndMonth}-01T00:00:00Z`));
}

/** 2027 → 2026–27. */
export function schoolYear(endsIn: number): string {
  return `${String(endsIn - 1)}–${String(endsIn % 100).padStart(2, '0')}`;
}

/** The day on which the school year of a day begins; every district's summer holds the first of August. */
export function schoolYearBegins(date: string): string {
  const year = Number(date.slice(0, 4));
  return `${String(date.slice(5) < '08-01' ? year - 1 : year)}-08-01`;
}

/** 2026-11-17 → Nov 16, 2026: turns the first day after something into its last day. */
export function lastDayBefore(date: string): string {
  return dayFormat.format(new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000));
}

/** A moment in the reader's own time zone, which it names. */
export function moment(dateTime: string): string {
  return momentFormat.format(new Date(dateTime));
}

/** How long ago a moment was, in the largest unit that is not zero. */
export function ago(dateTime: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(dateTime)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return agoFormat.format(-minutes, 'minute');
  if (minutes < 48 * 60) return agoFormat.format(-Math.floor(minutes / 60), 'hour');
  return agoFormat.format(-Math.floor(minutes / (24 * 60)), 'day');
}

/** The reader's own day, as the API writes days. */
export function today(now: Date): string {
  const month = String(now.getMonth() + 1).padStart(2, '0');
  const date = String(now.getDate()).padStart(2, '0');
  return `${String(now.getFullYear())}-${month}-${date}`;
}

/** KG → Kindergarten, 09 → 9th grade; a code that is neither stays as it is. */
export function gradeLevel(code: string): string {
  if (code === 'KG') return 'Kindergarten';
  const grade = /^\d{1,2}$/.test(code) ? Number(code) : Number.NaN;
  if (!(grade >= 1 && grade <= 12)) return code;
  return `${String(grade)}${{ 1: 'st', 2: 'nd', 3: 'rd' }[grade] ?? 'th'} grade`;
}

/** 1, day → 1 day; 2, day → 2 days. */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
