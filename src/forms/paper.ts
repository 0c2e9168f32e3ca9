import type { Question } from './fields.ts';
import { type Form, questionNamed } from './form.ts';
import { mentorForm } from './mentor.ts';
import {
  contactQuestions,
  friendReferralForm,
  helpQuestions,
  personQuestions,
  professionalReferralForm,
  selfReferralForm,
} from './referral.ts';
import { safeContactSection } from './safe-contact.ts';

// Paper forms, made from the forms on screen. A question keeps its words where they fit. What paper cannot do (reveal a
// question, refuse an answer, count characters) becomes an instruction to the reader.

/** A question on paper: boxes to tick, lines to write on, or both. */
export interface PaperQuestion {
  name: string;
  /** None where the boxes say it all. */
  label?: string;
  hint?: string;
  /** Who answers it, where not everyone does. */
  onlyIf?: string;
  optional: boolean;
  /** As in `RadiosQuestion`. */
  list?: { name: string; lead: string };
  boxes: readonly string[];
  /** How many ruled lines to write on. */
  lines: number;
  /** Answers without a box, because they lead to an eligibility page on screen: what to do instead of sending the form. */
  redirects: readonly { answer: string; text: string }[];
  /** May share a row with another one, where the sheet is wide enough. */
  halfWidth: boolean;
}

/** A numbered question and its follow-ups. They stay on one sheet. */
export interface PaperItem {
  number: number;
  question: PaperQuestion;
  followUps: readonly PaperQuestion[];
}

export interface PaperSection {
  heading: string;
  lead?: string;
  items: readonly PaperItem[];
}

export interface Paper extends Pick<Form, 'parent' | 'title' | 'description' | 'exitThisPage' | 'intro'> {
  /** As in `Form`. */
  address: string;
  sections: readonly PaperSection[];
}

/** How a question differs on paper. */
interface Wording {
  label?: string;
  /** '' leaves the hint out. */
  hint?: string;
  onlyIf?: string;
  options?: Readonly<Record<string, string>>;
  /** What to do instead, after the title of the eligibility page. */
  redirect?: string;
  halfWidth?: true;
}

interface PaperSpec extends Pick<Paper, 'address' | 'title' | 'description' | 'intro'> {
  form: Form;
  sections: readonly { heading: string; lead?: string; questions: readonly string[] }[];
  wording: Readonly<Record<string, Wording>>;
  /** Questions that only paper asks, or that come from another form. */
  extraQuestions: Readonly<Record<string, Question | PaperQuestion>>;
}

/** About three sentences in handwriting. */
const textareaLines = 5;

/** Takes out or replaces what only a screen can do. */
const forPaper = (text: string) =>
  text
    .replace(/\s*You can use the microphone on your keyboard\./, '')
    .replace(/\bChoose\b/g, 'Tick')
    .replace(/\bchoose\b/g, 'tick')
    .replace(/\bchose\b/g, 'ticked');

const paperQuestion = (name: string, question: Partial<PaperQuestion>): PaperQuestion => ({
  name,
  optional: false,
  boxes: [],
  lines: 0,
  redirects: [],
  halfWidth: false,
  ...question,
});

/** A person in custody cannot be called back, and other people may read their letters. */
const custodyQuestions = {
  contact_in_custody: paperQuestion('contact_in_custody', {
    label: 'In prison now? Tick these instead.',
    boxes: ['By letter here', 'Through staff', 'Through someone I name'],
  }),
  contact_in_custody_where: paperQuestion('contact_in_custody_where', {
    label: 'Name of the prison. If you name someone, their name and how to reach them.',
    lines: 2,
  }),
};

const withCustodyQuestions = (questions: readonly string[]) =>
  questions.flatMap((name) => (name === 'contact_how' ? [name, ...Object.keys(custodyQuestions)] : [name]));

const either = (options: readonly string[]) => options.map((option) => `“${option}”`).join(' or ');

/** A question of a form as paper asks it. Throws for a hidden question, which paper cannot ask. */
function toPaperQuestion(form: Form, name: string, question: Question, wording: Wording): PaperQuestion {
  const { conditionalOn } = question;
  const opener = conditionalOn && questionNamed(form, conditionalOn.question);
  const opens = opener && 'options' in opener ? conditionalOn.values.map((value) => forPaper(opener.options[value] ?? value)) : [];
  const onlyIf = wording.onlyIf ?? (opens.length > 0 ? `If you ticked ${either(opens)}` : undefined);
  const hint = wording.hint ?? (question.hint && forPaper(question.hint));
  const shared: Partial<PaperQuestion> = {
    ...(hint && { hint }),
    ...(onlyIf && { onlyIf }),
    optional: question.optional ?? false,
    halfWidth: wording.halfWidth ?? false,
  };
  if (question.kind === 'checkbox') return paperQuestion(name, { ...shared, optional: false, boxes: [wording.label ?? question.sentence] });

  const label = wording.label ?? question.label;
  if (question.kind === 'text') return paperQuestion(name, { ...shared, label, lines: 1 });
  if (question.kind === 'textarea') return paperQuestion(name, { ...shared, label, lines: textareaLines });
  if (question.kind === 'hidden') throw new Error(`${form.address}: ${name} is an answer of a button, and paper has none`);

  const options = Object.entries({ ...question.options, ...wording.options }).map(([value, text]) => ({
    text,
    page: form.eligibilityPages.find((page) => page.question === name && page.when({ [name]: value })),
  }));
  return paperQuestion(name, {
    ...shared,
    label,
    ...(question.kind === 'radios' && question.list && { list: question.list }),
    boxes: options.filter(({ page }) => !page).map(({ text }) => text),
    redirects: options.flatMap(({ text, page }) =>
      page ? [{ answer: text, text: `${page.title}.${wording.redirect ? ` ${wording.redirect}` : ''}` }] : [],
    ),
  });
}

/** Whether a question has no number of its own: a single box, what the question before reveals, and what only paper asks. */
const isFollowUp = (question: Question | PaperQuestion, previous: string) =>
  !('kind' in question) || question.kind === 'checkbox' || question.conditionalOn?.question === previous;

/** Builds a paper form. Throws when `wording` or `extraQuestions` has a question that no section asks, or a section an unknown one. */
function definePaper({ form, sections, wording, extraQuestions, ...about }: PaperSpec): Paper {
  const asked = sections.flatMap(({ questions }) => questions);
  const unused = [...Object.keys(wording), ...Object.keys(extraQuestions)].find((name) => !asked.includes(name));
  if (unused) throw new Error(`${about.address} has words for ${unused}, which it does not ask`);
  let number = 0;
  return {
    ...about,
    parent: form.parent,
    exitThisPage: form.exitThisPage,
    sections: sections.map(({ questions, ...section }) => {
      const items: { number: number; question: PaperQuestion; followUps: PaperQuestion[] }[] = [];
      for (const name of questions) {
        const defined = extraQuestions[name] ?? questionNamed(form, name);
        const question = 'kind' in defined ? toPaperQuestion(form, name, defined, wording[name] ?? {}) : defined;
        const previous = items.at(-1);
        if (previous && isFollowUp(defined, previous.question.name)) previous.followUps.push(question);
        else {
          number += 1;
          // A single box with a number of its own needs more than its sentence.
          const label = 'kind' in defined ? { label: defined.label } : {};
          items.push({ number, question: { ...label, ...question }, followUps: [] });
        }
      }
      return { ...section, items };
    }),
  };
}

export const mentorPaper = definePaper({
  form: mentorForm,
  address: 'become-a-mentor/paper-form',
  title: 'Paper form for volunteer peer mentors',
  description: 'What a form on paper asks someone who wants to be a volunteer peer mentor. It asks nothing about offences.',
  intro: ['Do not write about your offences. A past conviction does not stop you.'],
  sections: mentorForm.sections.map(({ questions, ...section }) => ({
    ...section,
    questions: withCustodyQuestions(questions),
  })),
  extraQuestions: custodyQuestions,
  wording: {
    criteria: { redirect: 'Come back whenever you are ready.' },
    name: { halfWidth: true },
    adult: { halfWidth: true },
    phone: { halfWidth: true, hint: 'For a phone call or a text message.' },
    email: { halfWidth: true, hint: 'For email.' },
    message_safe: { hint: '', onlyIf: 'If you ticked a phone call or a text message' },
  },
});

/** Questions of the referral forms on screen that the referral paper leaves out, each with the reason. */
export const omittedFromReferralPaper: Readonly<Record<string, string>> = {
  referrer_type: 'where someone works says it, and six more boxes would be another page',
  referrer_type_other: 'it belongs to referrer_type',
  contact_route: 'an answer of a button',
};

export const referralPaper = definePaper({
  form: friendReferralForm,
  address: 'refer/paper-form',
  title: 'Paper form to ask for support',
  description: 'What a form on paper asks, to get support for yourself, for someone you know or for someone you work with.',
  intro: ['For someone else? Ask them first, if it is safe.'],
  sections: [
    { heading: 'The service', questions: ['who_for', 'service', 'service_other'] },
    {
      heading: 'About you, if this is for someone else',
      lead: 'Is it for you? Leave this part out.',
      questions: [
        'referrer_name',
        'referrer_relation',
        'referrer_org',
        'referrer_phone',
        'referrer_email',
        'referrer_message_safe',
        'referrer_when',
        'person_knows',
        'call_first',
      ],
    },
    {
      heading: 'The person who wants support',
      lead: 'Is it for you? Then “the person” means you.',
      questions: personQuestions,
    },
    {
      ...safeContactSection,
      questions: withCustodyQuestions(contactQuestions),
    },
    {
      heading: 'What would help',
      questions: helpQuestions,
    },
  ],
  extraQuestions: {
    ...custodyQuestions,
    who_for: paperQuestion('who_for', { label: 'Who is this for?', boxes: ['Me', 'Someone I know', 'Someone I work with'] }),
    referrer_org: questionNamed(professionalReferralForm, 'referrer_org'),
  },
  wording: {
    service: { label: 'Which service?', hint: 'Tick one. If you are not sure, tick “I am not sure”.' },
    service_other: { label: questionNamed(selfReferralForm, 'service_other').label },
    referrer_name: { label: 'Your full name', halfWidth: true },
    referrer_relation: { halfWidth: true },
    referrer_org: { onlyIf: 'If you ticked “Someone I work with”', hint: 'The name of your team, court, surgery or charity.' },
    referrer_phone: { label: 'Your phone number', hint: 'Add an extension if you have one.', halfWidth: true },
    referrer_email: { label: 'Your email address', halfWidth: true },
    person_name: { label: 'Full name of the person', halfWidth: true },
    person_known_as: { label: 'Name they like', hint: 'Only if it is different.', halfWidth: true },
    person_adult: { label: 'Is the person 18 or over?', redirect: 'If someone younger is in danger now, call 999.' },
    person_area: {
      label: 'Which town or village does the person live in?',
      hint: 'With no home now, write where they are staying or spend most time.',
    },
    in_prison: { label: 'In prison now' },
    needed_by: { hint: 'For example, the day someone leaves prison.' },
    person_knows: {
      label: 'Does the person know about this?',
      hint: 'If they are not sure, leave out their phone number and email address.',
      options: { agrees: 'Yes, and they want to be contacted' },
      redirect: 'Tell them what the service is, and ask if someone may get in touch.',
    },
    contact_how: {
      label: 'How can we contact the person?',
      options: { 'via-referrer': 'Through me (for someone else)', 'they-call': 'The person will call' },
    },
    person_phone: { label: 'Phone number of the person', hint: 'For a phone call or a text message.', halfWidth: true },
    person_email: { label: 'Email address of the person', hint: 'For email.', halfWidth: true },
    message_safe: { hint: '', onlyIf: 'If you ticked a phone call or a text message' },
    need: { label: 'What would the person like help with?' },
    interpreter: { label: 'Is an interpreter needed?' },
    access_needs: { options: { 'support-person': 'Bring someone' } },
    call_first: { label: 'Should we talk to you before we meet the person?' },
  },
});

/** Every paper form of the site. */
export const papers: readonly Paper[] = [mentorPaper, referralPaper];

/** Every question of a paper form, in order. */
export const questionsOn = (paper: Paper): PaperQuestion[] =>
  paper.sections.flatMap(({ items }) => items.flatMap(({ question, followUps }) => [question, ...followUps]));
