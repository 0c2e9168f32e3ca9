import { splitSentences } from './readability.ts';

// A heuristic for the passive voice: a form of "be" or "get", at most three words, a past participle.

const auxiliary = "am|is|are|was|were|be|been|being|isn't|aren't|wasn't|weren't|get|gets|got|getting";
/** Participles that do not end in -ed. */
const irregular =
  'begun|bound|bought|bred|brought|broken|built|caught|chosen|cut|dealt|done|drawn|driven|eaten|fed|felt|fought|found|forgotten|forgiven|frozen|given|gone|grown|heard|held|hidden|hit|hurt|kept|known|laid|led|left|lent|let|lost|made|meant|met|paid|put|read|rewritten|run|said|seen|sent|set|shaken|shot|shown|shut|sold|sought|spent|split|spoken|stolen|stuck|sworn|taken|taught|thought|thrown|told|torn|understood|upheld|withdrawn|won|worn|written';
/** "was not always fully kept" */
const adverbs = '(?:\\s+(?:not|never|also|always|often|sometimes|only|still|now|then|first|all|both|each|once|mostly|\\p{L}+ly)){0,3}';
const passive = new RegExp(
  `(?<![\\p{L}'])(?:${auxiliary})${adverbs}\\s+((?:re|un|over|out|with|mis)?(?:${irregular})|\\p{L}{2,}ed)(?![\\p{L}'-])`,
  'giu',
);

/** Participles that describe a state: "the office is closed", "they are worried". */
const adjectives = new Set(['closed', 'gone', 'interested', 'tired', 'worried']);

/** Whether a sentence says that something is done without having to say who does it. */
export const isPassive = (sentence: string): boolean =>
  [...sentence.matchAll(passive)].some(([, participle = '']) => !adjectives.has(participle.toLowerCase()));

/** Whether most sentences of a paragraph of two or more are passive. */
export function isMostlyPassive(text: string): boolean {
  const sentences = splitSentences(text);
  return sentences.length > 1 && sentences.filter(isPassive).length > sentences.length / 2;
}
