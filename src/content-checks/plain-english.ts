import type { ContentIssue } from '../content-files/content-issue.ts';
import { type LoadedContent, sourceFileLookup } from '../content-files/read-content.ts';
import type { BuiltPage } from './build-output.ts';
import { glossaryMatcher } from './glossary-checks.ts';
import { type Element, getAttribute, innerText, normalizeSpace, queryAll, queryOne } from './html.ts';
import { splitSentences, splitWords } from './readability.ts';
import { createLocator } from './source-location.ts';

// Plain words: short sentences, people who do things, and no words that only those of the trade use. Each rule holds
// for every page, whoever reads it; what holds for the public alone, the explaining of words, is in trade-words.ts.

export const maxWords = 30;

/** Sentences that are too long to keep in mind until they end. */
export const longSentences = (text: string): string[] => splitSentences(text).filter((sentence) => splitWords(sentence).length > maxWords);

const be = "am|is|are|was|were|be|been|being|isn't|aren't|wasn't|weren't|get|gets|got|getting";
// Those that do not end in -ed.
const irregular =
  'begun|bound|bought|bred|brought|broken|built|caught|chosen|cut|dealt|done|drawn|driven|eaten|fed|felt|fought|found|forgotten|forgiven|frozen|given|gone|grown|heard|held|hidden|hit|hurt|kept|known|laid|led|left|lent|let|lost|made|meant|met|paid|put|read|rewritten|run|said|seen|sent|set|shaken|shot|shown|shut|sold|sought|spent|split|spoken|stolen|stuck|sworn|taken|taught|thought|thrown|told|torn|understood|upheld|withdrawn|won|worn|written';
// What may stand between: "was not always fully kept".
const between = '(?:\\s+(?:not|never|also|always|often|sometimes|only|still|now|then|first|all|both|each|once|mostly|\\p{L}+ly)){0,3}';
const passive = new RegExp(
  `(?<![\\p{L}'])(?:${be})${between}\\s+((?:re|un|over|out|with|mis)?(?:${irregular})|\\p{L}{2,}ed)(?![\\p{L}'-])`,
  'giu',
);

/** Words that look like the second half of a passive and say how someone or something is, each with what it says. */
const states: Readonly<Record<string, string>> = {
  closed: 'how a place is',
  gone: 'how things are: nobody does it',
  interested: 'how someone feels',
  tired: 'how someone feels',
  worried: 'how someone feels',
};

/** True where something is done and the sentence need not say by whom. */
export const isPassive = (sentence: string): boolean =>
  [...sentence.matchAll(passive)].some(([, done = '']) => !Object.hasOwn(states, done.toLowerCase()));

/** True of a paragraph of two sentences or more where most are passive: nobody is seen to do anything in it. */
export function isMostlyPassive(text: string): boolean {
  const sentences = splitSentences(text);
  return sentences.length > 1 && sentences.filter(isPassive).length > sentences.length / 2;
}

/**
 * Words of probation, of courts and of forms that people outside do not use, each with what to say instead. One may
 * stand on a page only when it is in the glossary, alone or in a longer term. Endings (-s, -ed, -ing) are found too.
 */
const jargon: Readonly<Record<string, string>> = {
  abscond: 'go missing',
  accommodation: 'a place to live',
  accredited: 'checked and approved',
  adjourn: 'put off',
  adjudication: 'a hearing in prison',
  allocation: 'who takes the case',
  'approved premises': 'a hostel',
  assessor: 'the person who looks at it',
  attrition: 'how many drop out',
  bail: 'free until the hearing',
  breach: 'break the rules',
  caseload: 'the people we work with',
  caseworker: 'worker',
  client: 'person',
  cluster: 'group',
  cognitive: 'about how people think',
  cohort: 'group',
  commence: 'start',
  commissioning: 'choosing and paying for',
  committal: 'sending to another court',
  compliance: 'keeping to it',
  comply: 'keep to it',
  concurrent: 'at the same time',
  consecutive: 'one after the other',
  consortium: 'group',
  criminogenic: 'linked to crime',
  criteria: 'what we ask for',
  custodial: 'in prison',
  custody: 'prison',
  dangerousness: 'risk of serious harm',
  defendant: 'the person in court',
  deferred: 'put off',
  deferment: 'putting off',
  dependency: 'need for it each day',
  desistance: 'stopping crime',
  determinate: 'of a fixed length',
  disclosure: 'telling',
  disposal: 'sentence',
  'dual diagnosis': 'mental illness and drug or alcohol use',
  'electronic monitoring': 'a tag',
  eligibility: 'who can get it',
  eligible: 'able to get it',
  employability: 'being ready for work',
  encrypted: 'locked',
  enforcement: 'making sure that it is kept',
  'engage with': 'take part in',
  expedite: 'speed up',
  facilitate: 'help',
  forensic: 'for courts',
  frontline: 'who meet people',
  governance: 'how it is run',
  groupwork: 'courses in a group',
  holistic: 'whole',
  'impact statement': 'what harm was done',
  implement: 'bring in',
  indictable: 'for the Crown Court',
  induction: 'first meeting',
  infrastructure: 'what it needs to run',
  intervention: 'help or treatment',
  'key worker': 'worker',
  'legal adviser': 'lawyer who helps the court',
  liaise: 'keep in touch',
  liaison: 'keeping in touch',
  'licence condition': 'a rule of the licence',
  'means test': 'a check of your money',
  mitigation: 'what speaks for the person',
  modality: 'kind',
  'multi-agency': 'by several bodies',
  'needs-led': 'by what people need',
  'non-compliance': 'not keeping to it',
  notwithstanding: 'even so',
  'offending behaviour': 'crime',
  ombudsman: 'the person who looks at complaints',
  'oral report': 'report by word of mouth',
  outreach: 'work that goes out to people',
  pathway: 'way',
  penal: 'of prisons and punishment',
  perpetrator: 'person who did it',
  'pro-social': 'good',
  procurement: 'buying',
  prolific: 'who offend often',
  protocol: 'written agreement',
  provision: 'help',
  'pursuant to': 'under',
  recidivism: 'new crime',
  reconviction: 'being found guilty again',
  rehabilitate: 'help someone to change',
  rehabilitation: 'help to change',
  remand: 'in prison before the trial',
  reoffending: 'new crime',
  reparation: 'making up for harm',
  resettlement: 'settling after prison',
  residence: 'where someone lives',
  restorative: 'that mends harm',
  revocation: 'ending early',
  revoke: 'end early',
  'risk assessment': 'working out the risk',
  safeguarding: 'keeping people safe',
  sanction: 'punishment',
  secondment: 'working elsewhere for a time',
  'sentence plan': 'plan',
  sentencer: 'magistrate or judge',
  'service user': 'person',
  signposting: 'telling where to go',
  stakeholder: 'those who have a part in it',
  standalone: 'on its own',
  statute: 'law',
  statutory: 'set by law',
  'subject to': 'under',
  'substance misuse': 'trouble with drugs or alcohol',
  'summary offence': 'less serious crime',
  supervise: 'see someone often and check on them',
  supervision: 'seeing someone often and checking on them',
  supervising: 'seeing someone often and checking on them',
  surety: 'someone who answers for a person',
  tariff: 'shortest time in prison',
  terminate: 'end',
  'third sector': 'charities',
  triage: 'a first look at who needs what',
  undertake: 'do',
  utilise: 'use',
  vetting: 'checks',
  'voluntary sector': 'charities',
  vulnerable: 'at risk of harm',
  warrant: "court's order",
};

const anyJargon = new RegExp(
  `(?<![\\p{L}\\p{N}-])(${Object.keys(jargon)
    .sort((one, other) => other.length - one.length)
    .join('|')})(?:s|es|d|ed|ing)?(?![\\p{L}\\p{N}-])`,
  'gu',
);

/** The words of the trade in a text that the glossary does not have, with what to say instead. */
export function findJargon(text: string, glossary: LoadedContent['content']['glossary']): { word: string; instead: string }[] {
  const { anyTerm } = glossaryMatcher({ glossary });
  const rest = normalizeSpace(text).toLowerCase().replaceAll(anyTerm, ' ');
  return [...rest.matchAll(anyJargon)].map(([word, listed = '']) => ({ word, instead: jargon[listed] ?? '' }));
}

/** What a text says that is not plain, each with the sentence it is in. */
export function plainEnglishIssues(text: string, glossary: LoadedContent['content']['glossary']): { at: string; message: string }[] {
  return [
    ...longSentences(text).map((at) => ({
      at,
      message: `has a sentence of ${splitWords(at).length} words, more than ${maxWords}. Make two of it: ${at}`,
    })),
    ...(isMostlyPassive(text)
      ? [{ at: text, message: `has a paragraph where most sentences do not say who does it. Say who: ${text}` }]
      : []),
    ...splitSentences(text).flatMap((at) =>
      findJargon(at, glossary).map(({ word, instead }) => ({
        at,
        message: `has "${word}", a word of the trade. Write ${instead}, or add it to content/glossary.yaml: ${at}`,
      })),
    ),
  ];
}

// Links in a row and nothing else: where to go, and nothing to read.
const onlyLinks = (element: Element) =>
  queryAll(element, 'a').length > 1 && /^[\s.,;]*$/.test(innerText(element, ({ tagName }) => tagName === 'a'));

// Not sentences of ours: rows of links; the titles of papers, in the foot of an article and on the list of sources; the date a
// limit was seen; and the words people look a page up by, in the A to Z.
const leftOut = (address: string) => (element: Element) =>
  ['nav', 'footer'].includes(element.tagName) ||
  onlyLinks(element) ||
  (address === '/sources/' && element.tagName === 'dl') ||
  (getAttribute(element, 'class') ?? '').split(' ').some((name) => name === 'citation' || name === 'a-z');

/** The lines a reader gets from a page. */
const mainLines = ({ address, document }: BuiltPage): string[] =>
  innerText(queryOne(document, 'main'), leftOut(address)).split('\n').map(normalizeSpace).filter(Boolean);

/** What is not plain on any page, once, with the file and the line it is typed on. */
export function plainEnglishIssuesOnPages(
  pages: readonly BuiltPage[],
  { content, texts }: Pick<LoadedContent, 'content' | 'texts'>,
): ContentIssue[] {
  const fileOf = sourceFileLookup(content);
  const placed = createLocator(texts);
  const seen = new Set<string>();
  return pages.flatMap((page) =>
    mainLines(page)
      .filter((line) => !seen.has(line) && seen.add(line))
      .flatMap((line) => plainEnglishIssues(line, content.glossary))
      .map(({ at, message }) => {
        const own = fileOf(page.address);
        const place = placed(at, own);
        return { file: place?.file ?? own, path: place ? `line ${place.line}` : '', message };
      }),
  );
}
