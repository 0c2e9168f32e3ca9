import { onWords, showAddresses } from './page.ts';

// Pagefind by itself, over titles and texts, fetched at the first key. Each result is shown as soon as it is there.

interface Pagefind {
  options(options: { baseUrl: string }): Promise<void>;
  search(words: string): Promise<{ results: { data(): Promise<{ url: string }> }[] }>;
}

let pagefind: Promise<Pagefind> | undefined;
const file = './pagefind/pagefind.js';

async function load(): Promise<Pagefind> {
  const loaded: Pagefind = await import(/* @vite-ignore */ file);
  await loaded.options({ baseUrl: '/' });
  return loaded;
}

onWords(async (words) => {
  pagefind ??= load();
  const { results } = await (await pagefind).search(words);
  const addresses: string[] = [];
  for (const read of results.slice(0, 10).map((result) => result.data())) {
    addresses.push((await read).url);
    showAddresses(addresses);
  }
  if (results.length === 0) showAddresses([]);
});
