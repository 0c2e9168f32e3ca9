import { parse } from 'yaml';
import homeFile from '../../content/home.yaml?raw';
import navigationFile from '../../content/navigation.yaml?raw';
import trustFile from '../../content/trust.yaml?raw';
import { type Home, type Navigation, singletons, type Trust } from '../schemas/index.ts';
import { smartQuotes } from './smart-quotes.ts';

// Plain constants and not collections: every page needs them, also those the function makes, which then never
// have to open the store of all content.

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

/** The body with what only a closed one says; nothing while it is open. */
export const closedTrust = trust.status === 'closed' ? trust : undefined;

/** The number of whoever reads the forms, on an open body's pages. While closed nobody is called. */
export const staffPhone = closedTrust ? undefined : trust.forms.read_by?.phone;

/** What the body is called where a sentence begins. */
export const nameAtStart = trust.short_name.charAt(0).toUpperCase() + trust.short_name.slice(1);

/** A text for programs that show it away from our pages and their banner: while the body is closed, that comes first. */
export const withClosedNotice = (text: string): string => (closedTrust ? `${closedTrust.notice.lead} ${text}` : text);

/** The words of pages for magistrates. */
export function magistratesText(): NonNullable<Trust['magistrates']> {
  if (trust.magistrates) return trust.magistrates;
  throw new Error('content/trust.yaml: "magistrates" is missing: a page under /magistrates/ needs its words');
}
