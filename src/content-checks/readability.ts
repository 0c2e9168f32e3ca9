import { syllable } from 'syllable';
import type { Content } from '../content-files/read-content.ts';
import type { BuiltPage } from './build-output.ts';
import { paragraphsOf } from './prose.ts';

export interface GradedSentence {
  sentence: string;
  grade: number;
}

export interface Readability {
  /** Flesch-Kincaid: the years of school someone needs to read the text with ease. 0 for a text without sentences. */
  grade: number;
  words: number;
  /** The sentences that raise it most, the hardest first. */
  hardest: GradedSentence[];
}

/** Fewer words are a label or a heading, and would make any page look easy. */
const minWords = 5;

const word = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;
export const splitWords = (text: string): string[] => text.match(word) ?? [];
const plain = (text: string) => text.toLowerCase().replaceAll('’', "'");

const fleschKincaidGrade = (words: number, syllables: number, sentences: number) =>
  0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;

/** Counts a sentence; each word of a known name counts as one syllable, because its readers know it as a whole. */
function count(sentence: string, names: ReadonlyMap<string, readonly string[][]>) {
  const words = splitWords(sentence).map(plain);
  let syllables = 0;
  for (let at = 0; at < words.length; ) {
    const here = words[at] ?? '';
    const name = names.get(here)?.find((parts) => parts.every((part, offset) => words[at + offset] === part));
    syllables += name ? name.length : Math.max(1, syllable(here));
    at += name?.length ?? 1;
  }
  return { words: words.length, syllables };
}

const segments = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

export const splitSentences = (text: string): string[] =>
  [...segments.segment(text.replace(/\s+/g, ' '))].map(({ segment }) => segment.trim()).filter(Boolean);

/**
 * How hard a text is to read, over its sentences of five words or more.
 * @param paragraphs each on its own: a sentence never runs from one into the next
 * @param names whose words count as one syllable each: those of the glossary
 */
export function measureReadability(paragraphs: readonly string[], known: readonly string[]): Readability {
  const names = new Map<string, string[][]>();
  // The longest first, so that "community order" is found before "community".
  for (const parts of known.map((name) => splitWords(name).map(plain)).sort((one, other) => other.length - one.length)) {
    const [start] = parts;
    if (start !== undefined) names.set(start, [...(names.get(start) ?? []), parts]);
  }
  const counted = paragraphs
    .flatMap(splitSentences)
    .map((sentence) => ({ sentence, ...count(sentence, names) }))
    .filter(({ words }) => words >= minWords);
  const total = (of: 'words' | 'syllables') => counted.reduce((sum, it) => sum + it[of], 0);
  return {
    grade: counted.length === 0 ? 0 : fleschKincaidGrade(total('words'), total('syllables'), counted.length),
    words: total('words'),
    hardest: counted
      .map(({ sentence, words, syllables }) => ({ sentence, grade: fleschKincaidGrade(words, syllables, 1) }))
      .sort((one, other) => other.grade - one.grade)
      .slice(0, 3),
  };
}

/** How hard a page may be, by who reads it. */
export const gradeTargets = [
  { who: 'the public', most: 6, has: (address: string) => !address.startsWith('/magistrates/') },
  { who: 'magistrates', most: 8, has: (address: string) => address.startsWith('/magistrates/') },
] as const;

/** Every page with how hard it reads, the hardest first. */
export function pageReadability(pages: readonly BuiltPage[], { glossary }: Pick<Content, 'glossary'>) {
  // Names are known as a whole. A word of the trade is as hard as it is long, also where it is explained.
  const known = Object.values(glossary).flatMap(({ kind, term, alternative_names }) =>
    kind === 'name' ? [term, ...alternative_names] : [],
  );
  return pages
    .map(({ address, document }) => ({ address, ...measureReadability(paragraphsOf(document), known) }))
    .sort((one, other) => other.grade - one.grade);
}
