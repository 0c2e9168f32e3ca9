import { parse } from 'yaml';
import wordsFile from '../../content/search.yaml?raw';
import { type Contact, singletons } from '../schemas/index.ts';
import { getEntryOrThrow } from './collections.ts';

// Not in singles.ts, because this is long and only the search page needs it.
const { crisis_terms } = singletons.search.parse(parse(wordsFile));

/** Whom someone in danger can call, by the id of the contact that search.yaml names. */
export async function getCrisisContacts(page: string): Promise<Map<string, Contact>> {
  const ids = Object.keys(crisis_terms);
  return new Map(await Promise.all(ids.map(async (id): Promise<[string, Contact]> => [id, await getEntryOrThrow('contacts', id, page)])));
}
