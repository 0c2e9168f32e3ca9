import { parse } from 'yaml';
import homeFile from '../../content/home.yaml?raw';
import navigationFile from '../../content/navigation.yaml?raw';
import trustFile from '../../content/trust.yaml?raw';
import { capitalize } from '../schemas/capitalize.ts';
import { type Home, type Navigation, singletons, type Trust } from '../schemas/index.ts';
import { smartQuotes } from './smart-quotes.ts';

// Constants and not collections: every page needs them, and the pages the function renders can then do without Astro's
// store of all content.

function read<T>(file: string, text: string, schema: { parse(value: unknown): T }): T {
  try {
    return smartQuotes(schema.parse(parse(text)));
  } catch (cause) {
    throw new Error(`${file} cannot be used: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

export const trust: Trust = read('content/trust.yaml', trustFile, singletons.trust);
export const navigation: Navigation = read('content/navigation.yaml', navigationFile, singletons.navigation);
export const home: Home = read('content/home.yaml', homeFile, singletons.home);

/** The organisation with the fields that only a closed one has. Undefined while it is open. */
export const closedTrust = trust.status === 'closed' ? trust : undefined;

/** The phone number of the people who read the forms. Undefined for a closed organisation. */
export const staffPhone = closedTrust ? undefined : trust.forms.read_by?.phone;

/** The organisation's short name at the start of a sentence. */
export const nameAtStart = capitalize(trust.short_name);

/** A text that is read away from our pages and their banner, as in search results: begins with the notice of closure. */
export const withClosedNotice = (text: string): string => (closedTrust ? `${closedTrust.notice.lead} ${text}` : text);

/** The words of the pages under /magistrates/. Throws where content/trust.yaml has none. */
export function magistratesText(): NonNullable<Trust['magistrates']> {
  if (trust.magistrates) return trust.magistrates;
  throw new Error('content/trust.yaml: "magistrates" is missing: a page under /magistrates/ needs its words');
}
