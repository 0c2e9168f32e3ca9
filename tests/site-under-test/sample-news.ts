import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStopword } from '../../src/search/engine/analyzer.ts';

// Generated news for sites larger than ours, from the words of our pages with their frequencies.

export interface SampleNews {
  title: string;
  summary: string;
  sections: { heading: string; paragraphs: string[] }[];
}

/** A seeded random number generator (mulberry32), so that every run is the same. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Returns news of some 450 words in three sections, always the same for a number. */
export function sampleNews(number: number, words: readonly string[]): SampleNews {
  const random = chance(number);
  const some = (count: number, from = words) =>
    Array.from({ length: count }, () => from[Math.floor(random() * from.length)] ?? '').join(' ');
  const telling = words.filter((word) => !isStopword(word));
  const sentence = () => `${capital(some(8 + Math.floor(random() * 10)))}.`;
  const paragraph = () => Array.from({ length: 5 }, sentence).join(' ');
  return {
    title: `News ${number}: ${some(4, telling)}`,
    summary: sentence(),
    sections: Array.from({ length: 3 }, () => ({ heading: capital(some(3, telling)), paragraphs: [paragraph(), paragraph()] })),
  };
}

/** Returns every word of every page of a built site, with repetitions. */
export async function wordsInPages(client: string): Promise<string[]> {
  const files = (await readdir(client, { recursive: true })).filter((file) => file.endsWith('.html')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(client, file), 'utf8')));
  return texts
    .map((html) => /<article[\s\S]*<\/article>/.exec(html)?.[0] ?? '')
    .flatMap((html) => html.replace(/<[^>]*>/g, ' ').match(/\b[a-z]{2,}\b/gi) ?? [])
    .map((word) => word.toLowerCase());
}
