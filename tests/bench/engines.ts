import { search as askOrama, create, insertMultiple } from '@orama/orama';
import flexsearch from 'flexsearch';
import Fuse from 'fuse.js';
import lunr from 'lunr';
import MiniSearch from 'minisearch';

/** A page as every engine is given it. */
export interface Page {
  address: string;
  title: string;
  text: string;
  /** What people say, the other names and the glossary: only where an engine is given our words too. */
  words?: string;
}

/** Addresses, best first. */
export type Ask = (question: string) => Promise<string[]> | string[];

/**
 * Other engines with the settings their own documentation gives for search as people type it: typing errors and
 * beginnings of words, the title above the text. Where it gives more than one way, each; the bench prints the better.
 */
export const engines: Record<string, (pages: readonly Page[]) => Promise<Ask>[]> = {
  MiniSearch: (pages) => {
    const index = new MiniSearch<Page>({ idField: 'address', fields: ['title', 'text', 'words'] });
    index.addAll(pages);
    const options = { boost: { title: 2, words: 2 }, prefix: true, fuzzy: 0.2 };
    return [options, { ...options, combineWith: 'AND' }].map(async (options) => (question) => {
      const found = index.search(question, options);
      return (found.length > 0 ? found : index.search(question, { ...options, combineWith: 'OR' })).map(({ id }) => id as string);
    });
  },

  Lunr: (pages) => {
    const index = lunr(function () {
      this.ref('address');
      this.field('title', { boost: 10 });
      this.field('text');
      this.field('words', { boost: 5 });
      for (const page of pages) this.add(page);
    });
    const words = (question: string) => lunr.tokenizer(question).map(String);
    const plain: Ask = (question) =>
      index
        .query((query) => {
          for (const word of words(question)) query.term(word, {});
        })
        .map(({ ref }) => ref);
    const forgiving: Ask = (question) =>
      index
        .query((query) => {
          for (const word of words(question)) {
            query.term(word, { boost: 100 });
            query.term(word, { usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING, boost: 10 });
            query.term(word, { usePipeline: false, editDistance: word.length > 5 ? 2 : 1, boost: 1 });
          }
        })
        .map(({ ref }) => ref);
    return [plain, forgiving].map(async (ask) => ask);
  },

  'Fuse.js': (pages) => {
    const keys = [
      { name: 'title', weight: 2 },
      { name: 'text', weight: 1 },
      { name: 'words', weight: 2 },
    ];
    return [{ useTokenSearch: true }, { useTokenSearch: true, ignoreLocation: true, threshold: 0.3 }, { ignoreLocation: true }].map(
      async (options) => {
        const fuse = new Fuse([...pages], { keys, ...options });
        return (question) => fuse.search(question).map(({ item }) => item.address);
      },
    );
  },

  FlexSearch: (pages) =>
    [flexsearch.Charset.LatinBalance, flexsearch.Charset.LatinAdvanced, flexsearch.Charset.LatinExtra].map(async (encoder) => {
      const index = new flexsearch.Document({
        encoder,
        tokenize: 'forward',
        document: { id: 'address', index: ['title', 'words', 'text'] },
      });
      for (const page of pages) index.add({ ...page, words: page.words ?? '' });
      return (question) => index.search(question, { suggest: true, merge: true, limit: 100 }).map(({ id }: { id: string }) => id);
    }),

  Orama: (pages) =>
    [0, 1].map(async (tolerance) => {
      const index = create({
        schema: { address: 'string', title: 'string', text: 'string', words: 'string' } as const,
        components: { tokenizer: { language: 'english', stemming: true } },
      });
      await insertMultiple(
        index,
        pages.map((page) => ({ ...page, words: page.words ?? '' })),
      );
      return async (question) => {
        const { hits } = await askOrama(index, {
          term: question,
          tolerance,
          properties: ['title', 'text', 'words'],
          boost: { title: 2, words: 2 },
          limit: 100,
        });
        return hits.map(({ document }) => document.address);
      };
    }),
};
