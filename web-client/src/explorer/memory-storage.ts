/** What GraphiQL would keep in the browser is kept until the page ends: queries and variables may hold a child's name. */
export function createMemoryStorage() {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value);
    },
    removeItem: (key: string) => {
      kept.delete(key);
    },
    clear: () => {
      kept.clear();
    },
  };
}
