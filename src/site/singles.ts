import { parse } from 'yaml';
import homeFile from '../../content/home.yaml?raw';
import navigationFile from '../../content/navigation.yaml?raw';
import trustFile from '../../content/trust.yaml?raw';
import { type Home, type Navigation, singles, type Trust } from '../content/schemas.ts';
import { curly } from './curly.ts';

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

export const isClosed = trust.status === 'closed';

/** A text for programs that show it away from our pages and their banner: while the body is closed, that comes first. */
export const saidFirst = (text: string): string => (isClosed ? `${trust.notice.lead} ${text}` : text);
