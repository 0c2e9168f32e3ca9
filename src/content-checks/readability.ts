import { syllable } from 'syllable';
import type { Content } from '../content-files/read-content.ts';
import type { BuiltPage } from './build-output.ts';
import { paragraphsOf } from './prose.ts';

export interface Readability {
  /** Flesch-Kincaid grade: the years of school someone needs to read the text with ease. 0 for a text without sentences. */
  grade: number;
  words: number;
  /** The three sentences that raise the grade most, the hardest first. */
  hardest: { sentence: string; grade: number }[];
}

/** Shorter sentences are labels or headings, and would make any page look easy. */
const minWords = 5;

const word = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;

/** The words of a text, in order: "4,000", "£1.50" without its sign and "follow-up" are one word each. */
export const splitWords = (text: string): string[] => text.match(word) ?? [];

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

/** The sentences of a paragraph, trimmed, by the rules of Unicode (UAX #29). */
export const splitSentences = (text: string): string[] =>
  [...segmenter.segment(text.replace(/\s+/g, ' '))].map(({ segment }) => segment.trim()).filter(Boolean);

const normalize = (text: string) => text.toLowerCase().replaceAll('’', "'");

/** Kincaid, Fishburne, Rogers and Chissom (1975). */
const fleschKincaidGrade = (words: number, syllables: number, sentences: number) =>
  0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;

/** @param names the words of each known name, by its first word, the longest name first */
function countWordsAndSyllables(sentence: string, names: ReadonlyMap<string, readonly string[][]>) {
  const words = splitWords(sentence).map(normalize);
  let syllables = 0;
  for (let index = 0; index < words.length; ) {
    const first = words[index] ?? '';
    const name = names.get(first)?.find((parts) => parts.every((part, offset) => words[index + offset] === part));
    syllables += name ? name.length : Math.max(1, syllable(first));
    index += name?.length ?? 1;
  }
  return { words: words.length, syllables };
}

/**
 * Measures sentences of five words or more: grade = 0.39 × words ÷ sentences + 11.8 × syllables ÷ words − 15.59.
 * @param paragraphs a sentence never runs from one into the next
 * @param knownNames their words count as one syllable each, because readers know a name as a whole
 */
export function measureReadability(paragraphs: readonly string[], knownNames: readonly string[]): Readability {
  const names = new Map<string, string[][]>();
  // The longest first, so that "community order" is found before "community".
  for (const parts of knownNames.map((name) => splitWords(name).map(normalize)).sort((a, b) => b.length - a.length)) {
    const [first] = parts;
    if (first !== undefined) names.set(first, [...(names.get(first) ?? []), parts]);
  }
  const sentences = paragraphs
    .flatMap(splitSentences)
    .map((sentence) => ({ sentence, ...countWordsAndSyllables(sentence, names) }))
    .filter(({ words }) => words >= minWords);
  const words = sentences.reduce((sum, counted) => sum + counted.words, 0);
  const syllables = sentences.reduce((sum, counted) => sum + counted.syllables, 0);
  return {
    grade: sentences.length === 0 ? 0 : fleschKincaidGrade(words, syllables, sentences.length),
    words,
    hardest: sentences
      .map((counted) => ({ sentence: counted.sentence, grade: fleschKincaidGrade(counted.words, counted.syllables, 1) }))
      .sort((a, b) => b.grade - a.grade)
      .slice(0, 3),
  };
}

/** The highest grade a page may have, by its readers. */
export const gradeTargets = [
  { readers: 'the public', maxGrade: 6, includes: (address: string) => !address.startsWith('/magistrates/') },
  { readers: 'magistrates', maxGrade: 8, includes: (address: string) => address.startsWith('/magistrates/') },
] as const;

/** The readability of every page, the hardest first. Proper names of the glossary are known; jargon is not, even explained. */
export function pageReadability(pages: readonly BuiltPage[], { glossary }: Pick<Content, 'glossary'>) {
  const names = Object.values(glossary).flatMap(({ kind, term, alternative_names }) =>
    kind === 'name' ? [term, ...alternative_names] : [],
  );
  return pages
    .map(({ address, document }) => ({ address, ...measureReadability(paragraphsOf(document), names) }))
    .sort((a, b) => b.grade - a.grade);
}
