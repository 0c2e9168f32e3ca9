import type { ContentIssue } from '../content-files/content-issue.ts';
import type { Content } from '../content-files/read-content.ts';
import { referralServiceNames } from '../schemas/referral-services.ts';

// The pages and entries that code links to or shows by itself. A body may leave out everything else.

/** By the id of the page: why it must exist and, where one makes it, its component. */
function requiredPages(content: Content): Record<string, string> {
  const { trust, figures, glossary, partners, places, values, news, requirements, timeline } = content;
  const ifAny = (entries: object, pages: Record<string, string>) => (Object.keys(entries).length > 0 ? pages : {});
  return {
    'a-z': 'search leads to it. Put <AtoZ /> in it',
    'become-a-mentor': 'the forms for mentors lead back to it',
    'help/today': 'forms and search lead to it. Say who can help now',
    'help/urgent': 'every form leads to it. Say whom to call in danger, and name Childline, as a form does',
    privacy: 'every form leads to it. Say what happens to the answers',
    refer: 'the forms to refer someone lead back to it',
    sources: 'the foot of each page leads to it. Put <SourceList /> in it',
    ...ifAny(figures, { 'about/figures': 'figures lead to it. Put <FigureTable /> in it' }),
    ...ifAny(glossary, { glossary: 'words of the glossary lead to it. Put <GlossaryList /> in it' }),
    ...ifAny(partners, { partnerships: 'partners lead to it. Put <PartnerList /> in it' }),
    ...ifAny(places, { 'about/area-and-people': 'places lead to it. Put <PlaceList /> in it' }),
    ...ifAny(values, { 'about/values': 'the values lead to it. Put <ValueList /> in it' }),
    ...ifAny(timeline, { 'about/history': 'the timeline leads to it. Put <Timeline /> in it' }),
    ...ifAny(news, { news: 'the feed leads to it. Put <Cards of="news" /> in it' }),
    ...ifAny(requirements, {
      'magistrates/requirements': 'requirements lead to it. Put <RequirementTable /> in it',
      'magistrates/bench-card': 'requirements lead to it. Put <BenchCard /> in it',
    }),
    ...(trust.forms.read_by ? {} : { 'help/in-prison': 'the paper forms lead to it while nobody reads them' }),
  };
}

const missingPages = (content: Content): ContentIssue[] =>
  Object.entries(requiredPages(content))
    .filter(([id]) => !content.pages.some((page) => page.id === id))
    .map(([id, reason]) => ({ file: `content/pages/${id}.mdx`, path: '', message: `is missing: ${reason}` }));

/** Search shows this number above its results to someone in danger. */
const missingEmergencyNumber = ({ contacts }: Content): ContentIssue[] =>
  contacts['emergency-999']?.phone
    ? []
    : [
        {
          file: 'content/contacts.yaml',
          path: 'emergency-999',
          message: 'is missing, or has no phone: search shows this number in danger',
        },
      ];

/** Sections of the home page with nothing in them, and news that the home page does not show. */
function homeHeadingIssues({ home, services, partnerships, values, news }: Content): ContentIssue[] {
  const counts: Record<string, number> = {
    services: services.length,
    figures: home.figures.length,
    partnerships: partnerships.length,
    values: values.length,
    news: news.length,
  };
  const file = 'content/home.yaml';
  const found = Object.keys(home.headings)
    .filter((section) => !counts[section])
    .map((section) => ({
      file,
      path: `headings.${section}`,
      message: `heads nothing: content/ has no ${section}. Leave it out`,
    }));
  if (news.length > 0 && !home.headings.news)
    found.push({ file, path: 'headings.news', message: 'is missing, and there is news. Write a heading for it' });
  return found;
}

/** What pages for magistrates show and no file of theirs holds. */
function missingLegalContent({ trust, 'order-rules': orderRules, pages, requirements }: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  const isForMagistrates = pages.some(({ id }) => /^magistrates($|\/)/.test(id)) || requirements.length > 0;
  if (isForMagistrates && !trust.magistrates)
    found.push({ file: 'content/trust.yaml', path: 'magistrates', message: 'is missing, and there are pages for magistrates' });
  if (requirements.length > 0 && !orderRules['breach'])
    found.push({
      file: 'content/order-rules.yaml',
      path: 'breach',
      message: 'is missing: the page of each requirement says what happens then',
    });
  return found;
}

/** Without a reader every form is a demonstration, in words that only fit a closed body. */
const missingReader = ({ trust }: Content): ContentIssue[] =>
  trust.status === 'closed' || trust.forms.read_by
    ? []
    : [
        {
          file: 'content/trust.yaml',
          path: 'forms.read_by',
          message: 'is missing: with "status: open" name who reads the forms, and when',
        },
      ];

/** Values of the referral form that cannot become settings (just-women → MAIL_TO_JUST_WOMEN) or that the form uses itself. */
export const invalidReferralServices = (): ContentIssue[] =>
  Object.entries(referralServiceNames)
    .filter(([value, name]) => !/^[a-z][a-z0-9-]*$/.test(value) || ['other', 'unsure'].includes(value) || !name)
    .map(([value]) => ({
      file: 'content/referral-services.json',
      path: value,
      message:
        'Write a short name in small letters and hyphens, but not other or unsure, and the words to choose, like "reach": "REACH. Help with work"',
    }));

export const requiredContentIssues = (content: Content): ContentIssue[] => [
  ...missingPages(content),
  ...missingEmergencyNumber(content),
  ...homeHeadingIssues(content),
  ...missingLegalContent(content),
  ...missingReader(content),
];

/** An open body must not show what was published by 2014 as if it ran today. */
export function outdatedPagesOfOpenBody({ trust, services, partnerships }: Content): ContentIssue[] {
  if (trust?.status !== 'open') return [];
  const outdated = [...services, ...partnerships].filter(({ data }) => data.described_year <= 2014 && !data.archive);
  if (outdated.length === 0) return [];
  const message = `cannot be open while these pages are dated 2014 or earlier and not marked "archive: true": ${outdated.map(({ file }) => file).join(', ')}`;
  return [{ file: 'content/trust.yaml', path: 'status', message }];
}
