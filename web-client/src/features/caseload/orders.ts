import type { ParticipantOrder, ParticipantOrderField } from '@/graphql/graphql';

export type CaseloadOrder = ParticipantOrderField;

type Order = { word: string; name: string; caption: string; orderBy: ParticipantOrder };

/** In which orders the list comes; the word stands in the address. */
export const orders: Record<CaseloadOrder, Order> = {
  ABSENCES: {
    word: 'absences',
    name: 'Days absent, most first',
    caption: 'most days absent this school year first',
    orderBy: { field: 'ABSENCES', direction: 'DESC' },
  },
  FAILING_GRADES: {
    word: 'failing-grades',
    name: 'Failing grades, most first',
    caption: 'most failing grades this school year first',
    orderBy: { field: 'FAILING_GRADES', direction: 'DESC' },
  },
  NAME: {
    word: 'name',
    name: 'Name',
    caption: 'by name',
    orderBy: { field: 'NAME', direction: 'ASC' },
  },
};

export const orderNames = Object.keys(orders) as CaseloadOrder[];

export function orderOf(word: string | null): CaseloadOrder {
  return orderNames.find((order) => orders[order].word === word) ?? 'ABSENCES';
}
