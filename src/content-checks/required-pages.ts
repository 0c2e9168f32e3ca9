import type { ContentIssue } from '../content-files/content-issue.ts';
import type { Content } from '../content-files/read-content.ts';
import { referralServiceNames } from '../forms/referral.ts';

// What the code leads to or shows by itself. A body may leave out everything else, and what it leaves out is not
// spoken of.

/** Pages that must be there, each with the reason and, where a component makes it, that component. */
function requiredPages(content: Content): Record<string, string> {
  const { trust, figures, glossary, partners, places, values, news, requirements, timeline } = content;
  const when = (has: object, pages: Record<string, string>) => (Object.keys(has).length > 0 ? pages : {});
  return {
    'a-z': 'search leads to it. Put <AtoZ /> in it',
    'become-a-mentor': 'the forms for mentors lead back to it',
    'help/today': 'forms and search lead to it. Say who can help now',
    'help/urgent': 'every form leads to it. Say whom to call in danger, and name Childline, as a form does',
    privacy: 'every form leads to it. Say what happens to the answers',
    refer: 'the forms to refer someone lead back to it',
    sources: 'the foot of each page leads to it. Put <SourceList /> in it',
    ...when(figures, { 'about/figures': 'figures lead to it. Put <FigureTable /> in it' }),
    ...when(glossary, { glossary: 'words of the glossary lead to it. Put <GlossaryList /> in it' }),
    ...when(partners, { partnerships: 'partners lead to it. Put <PartnerList /> in it' }),
    ...when(places, { 'about/area-and-people': 'places lead to it. Put <PlaceList /> in it' }),
    ...when(values, { 'about/values': 'the values lead to it. Put <ValueList /> in it' }),
    ...when(timeline, { 'about/history': 'the timeline leads to it. Put <Timeline /> in it' }),
    ...when(news, { news: 'the feed leads to it. Put <Cards of="news" /> in it' }),
    ...when(requirements, {
      'magistrates/requirements': 'requirements lead to it. Put <RequirementTable /> in it',
      'magistrates/bench-card': 'requirements lead to it. Put <BenchCard /> in it',
    }),
    ...(trust.forms.read_by ? {} : { 'help/in-prison': 'the paper forms lead to it while nobody reads them' }),
  };
}

const missingPages = (content: Content): ContentIssue[] =>
  Object.entries(requiredPages(content))
    .filter(([id]) => !content.pages.some((page) => page.id === id))
    .map(([id, why]) => ({ file: `content/pages/${id}.mdx`, path: '', message: `is missing: ${why}` }));

/** Search shows it beside whatever is found for someone in danger. */
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

/** Parts of the home page with nothing in them, and news that the home page does not lead to. */
function homeHeadingIssues({ home, services, partnerships, values, news }: Content): ContentIssue[] {
  const has: Record<string, boolean> = {
    services: services.length > 0,
    figures: home.figures.length > 0,
    partnerships: partnerships.length > 0,
    values: values.length > 0,
    news: news.length > 0,
  };
  const found: ContentIssue[] = Object.keys(home.headings)
    .filter((part) => !has[part])
    .map((part) => ({
      file: 'content/home.yaml',
      path: `headings.${part}`,
      message: `heads nothing: content/ has no ${part}. Leave it out`,
    }));
  if (has['news'] && !home.headings.news)
    found.push({ file: 'content/home.yaml', path: 'headings.news', message: 'is missing, and there is news. Write a heading for it' });
  return found;
}

/** What a page for magistrates says that is no page's own. */
function missingLegalContent({ trust, 'order-rules': orders, pages, requirements }: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  const isFor = pages.some(({ id }) => /^magistrates($|\/)/.test(id)) || requirements.length > 0;
  if (isFor && !trust.magistrates)
    found.push({ file: 'content/trust.yaml', path: 'magistrates', message: 'is missing, and there are pages for magistrates' });
  if (requirements.length > 0 && !orders['breach'])
    found.push({
      file: 'content/order-rules.yaml',
      path: 'breach',
      message: 'is missing: the page of each requirement says what happens then',
    });
  return found;
}

/** The demonstration wording says that the body has closed. */
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

/** The values of the referral form become settings, MAIL_TO_JUST_WOMEN for just-women, and two are taken. */
export const invalidReferralServices = (): ContentIssue[] =>
  Object.entries(referralServiceNames)
    .filter(([value, words]) => !/^[a-z][a-z0-9-]*$/.test(value) || ['other', 'unsure'].includes(value) || !words)
    .map(([value]) => ({
      file: 'content/referral-services.json',
      path: value,
      message:
        'Write a short name in small letters and hyphens, but not other or unsure, and the words to choose, like "reach": "REACH. Help with work"',
    }));

/** Everything that the code would look for in vain. */
export const requiredContentIssues = (content: Content): ContentIssue[] => [
  ...missingPages(content),
  ...missingEmergencyNumber(content),
  ...homeHeadingIssues(content),
  ...missingLegalContent(content),
  ...missingReader(content),
];
