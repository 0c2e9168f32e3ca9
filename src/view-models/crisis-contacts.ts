import { parse } from 'yaml';
import wordsFile from '../../content/words.yaml?raw';
import { type Contact, singles } from '../schemas/index.ts';
import { find } from './collections.ts';

// Not in singles.ts, because this is long and only the search page needs it.
const { urgent } = singles.words.parse(parse(wordsFile));

/** Whom someone in danger can call, by the id of the contact that words.yaml names. */
export async function callsFor(page: string): Promise<Map<string, Contact>> {
  const ids = Object.keys(urgent);
  return new Map(await Promise.all(ids.map(async (id): Promise<[string, Contact]> => [id, await find('contacts', id, page)])));
}
