/** Groups entries under headings by their `kind`, in the order of the headings. Kinds without entries are left out. */
export function groupByKind<K extends string, E extends { kind: K }>(entries: readonly E[], headings: Readonly<Record<K, string>>) {
  return Object.entries<string>(headings)
    .map(([kind, heading]) => ({ heading, entries: entries.filter((entry) => entry.kind === kind) }))
    .filter((group) => group.entries.length > 0);
}
