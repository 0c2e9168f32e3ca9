import MiniSearch from 'minisearch';
import { onWords, showAddresses } from './page.ts';

// MiniSearch by itself, as well as one can: the engine stands in the page's script as in ours, and the index of titles
// and texts, made at build time, is fetched at the first key.

const options = { idField: 'address', fields: ['title', 'text'], storeFields: ['title'] };

let index: Promise<MiniSearch> | undefined;
const load = async () => MiniSearch.loadJSON(await (await fetch('minisearch.json')).text(), options);

onWords(async (words) => {
  index ??= load();
  const found = (await index).search(words, { boost: { title: 2 }, prefix: true, fuzzy: 0.2 });
  showAddresses(found.map(({ id }) => String(id)));
});
