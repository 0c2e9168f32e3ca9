import type { ContentIssue } from '../content-files/content-issue.ts';
import type { LoadedContent } from '../content-files/read-content.ts';
import { invalidCharts } from './charts.ts';
import { legalIssues } from './legal.ts';
import { brokenLinks, brokenReferences, missingCrisisNumbers, unknownComponents } from './references.ts';
import { invalidReferralServices, outdatedPagesOfOpenBody, requiredContentIssues } from './required-pages.ts';
import { duplicateTitles, misplacedText, typedFigures } from './wording.ts';

/**
 * Every mistake in content/ that stops a build, worded for an editor.
 * @param codeRoutes addresses of pages that no content file makes, like /search/
 */
export function findIssues(read: LoadedContent, codeRoutes: readonly string[]): ContentIssue[] {
  // Entries that could not be parsed would look like broken references, so these issues come first and alone.
  const unparsed = [...invalidReferralServices(), ...read.issues];
  if (unparsed.length > 0) return unparsed;
  const { content } = read;
  return [
    ...brokenReferences(content),
    ...unknownComponents(content),
    ...missingCrisisNumbers(content),
    ...brokenLinks(content, codeRoutes),
    ...duplicateTitles(content),
    ...misplacedText(read),
    ...typedFigures(content),
    ...requiredContentIssues(content),
    ...legalIssues(content),
    ...invalidCharts(content),
    ...outdatedPagesOfOpenBody(content),
  ];
}
