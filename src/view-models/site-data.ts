import { parse } from 'yaml';
import homeFile from '../../content/home.yaml?raw';
import navigationFile from '../../content/navigation.yaml?raw';
import trustFile from '../../content/trust.yaml?raw';
import { type Home, type Navigation, singles, type Trust } from '../schemas/index.ts';
import { curly } from './smart-quotes.ts';

// Plain constants and not collections: every page needs them, also those the function makes, which then never
// have to open the store of all content.

function read<T>(file: string, text: string, schema: { parse(value: unknown): T }): T {
  try {
    return curly(schema.parse(parse(text)));
  } catch (cause) {
    throw new Error(`${file} cannot be used: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

export const trust: Trust = read('content/trust.yaml', trustFile, singles.trust);
export const navigation: Navigation = read('content/navigation.yaml', navigationFile, singles.navigation);
export const home: Home = read('content/home.yaml', homeFile, singles.home);

/** The body with what only a closed one says; nothing while it is open. */
export const closed = trust.status === 'closed' ? trust : undefined;

/** The number of whoever reads the forms, on an open body's pages. While closed nobody is called. */
export const phone = closed ? undefined : trust.forms.read_by?.phone;

/** What the body is called where a sentence begins. */
export const calledAtStart = trust.called.charAt(0).toUpperCase() + trust.called.slice(1);

/** A text for programs that show it away from our pages and their banner: while the body is closed, that comes first. */
export const saidFirst = (text: string): string => (closed ? `${closed.notice.lead} ${text}` : text);

/** The words of pages for magistrates. */
export function forMagistrates(): NonNullable<Trust['magistrates']> {
  if (trust.magistrates) return trust.magistrates;
  throw new Error('content/trust.yaml: "magistrates" is missing: a page under /magistrates/ needs its words');
}
