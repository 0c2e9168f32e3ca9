import { parse } from 'yaml';
import searchFile from '../../content/search.yaml?raw';
import { type Contact, singletons } from '../schemas/index.ts';
import { getEntryOrThrow } from './collections.ts';

// Not in site-data.ts, because the file is long and only the search page needs it.
const { crisis_terms } = singletons.search.parse(parse(searchFile));

/** The organisations someone in danger can call, by the contact ids of `crisis_terms` in content/search.yaml. */
export async function getCrisisContacts(page: string): Promise<Map<string, Contact>> {
  const ids = Object.keys(crisis_terms);
  return new Map(await Promise.all(ids.map(async (id): Promise<[string, Contact]> => [id, await getEntryOrThrow('contacts', id, page)])));
}
