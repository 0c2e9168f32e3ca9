import { z } from 'zod';
import { capitalize } from './capitalize.ts';

// Editors read these messages when a file in content/ is refused, so each one says what right looks like.
// All objects are strict: a misspelt key is an error and is not silently ignored.

/** Text that must not be empty. `what` completes "Write …" and is also the field's description in an editor. */
export const text = (what: string) =>
  z
    .string({ error: `Write ${what}` })
    .min(1, { error: `Write ${what}` })
    .describe(capitalize(what));

/** YAML readers disagree on whether 2026-11-21 is text or a date. Both become text here. */
const dateToText = (value: unknown) => (value instanceof Date ? value.toISOString().slice(0, 10) : value);

/** A full date, YYYY-MM-DD. */
export const date = (error = 'Write the date as 2026-11-21') =>
  z.preprocess(dateToText, z.iso.date({ error }).describe('A day, like 2026-11-21'));

/** A date as precise as its source: 2012-08-06, 2010-09 or 2007 (ISO 8601 reduced precision). */
export const partialDate = z.preprocess(
  (value) => String(dateToText(value)),
  z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, { error: 'Write the date as 2015-02-01, 2015-02 or 2015' }),
);

/** One of the keys of `choices`, whose values are the labels that pages show. */
export const oneOf = <const O extends Record<string, string>>(choices: O) => {
  const keys = Object.keys(choices) as [keyof O & string];
  return z.enum(keys, { error: `Use ${keys.join(', ')}` });
};

/** The path of a page of this site. Whether the page exists is checked with everything else (src/content-checks/). */
export const pageAddress = z.string().startsWith('/', { error: 'Write the address of a page here, like /help/today/' });

/** A web address on another site. */
export const webAddress = z.url({ error: 'Write the web address in full' });

/** Where an editor wants the entry in its list: collections come back in the order of their ids. */
export const listPosition = z.number({ error: 'Write the place in the list as a number, like 3' });

export const idsFrom = (file: string) => z.array(text(`an id from ${file}`)).default([]);

export const sourceIds = z.array(text('the id of a source in sources.yaml, like S1'), { error: 'List the sources, like [S1, S5]' });

export const someSourceIds = sourceIds.min(1, { error: 'Name at least one source from sources.yaml, like [S1]' });
