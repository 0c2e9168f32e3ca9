// ARIA roles that table elements have by default. On a phone the rows are cards, and some screen readers no longer see a
// table once its display is changed, unless the roles are explicit.

export const table = { role: 'table' } as const;
export const rowGroup = { role: 'rowgroup' } as const;
export const row = { role: 'row' } as const;
export const columnHeader = { scope: 'col', role: 'columnheader' } as const;
export const rowHeader = { scope: 'row', role: 'rowheader' } as const;

/** A cell, with the name of its column, which the card layout shows. */
export const cell = (label: string) => ({ role: 'cell', 'data-label': label }) as const;
