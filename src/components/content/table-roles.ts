// The parts of a table with the roles they have anyway. On a phone a row becomes a card, and a table whose display is
// changed is no longer a table to some screen readers unless its parts say what they are.

export const table = { role: 'table' } as const;
export const rowGroup = { role: 'rowgroup' } as const;
export const row = { role: 'row' } as const;
export const columnHeader = { scope: 'col', role: 'columnheader' } as const;
export const rowHeader = { scope: 'row', role: 'rowheader' } as const;

/** A cell, with the name of its column to show on a card. */
export const cell = (label: string) => ({ role: 'cell', 'data-label': label }) as const;
