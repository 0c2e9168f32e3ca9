import type { Question } from './fields.ts';
import { type Form, questionNamed } from './form.ts';
import { mentorForm } from './mentor.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from './referral.ts';

// What of a form's definition goes on paper. A question keeps its words where they fit; what paper cannot do (show a
// question only after an answer, refuse an answer, count characters) becomes a word to the reader.

/** A question as it stands on paper: boxes to tick, lines to write on, or both. */
export interface PaperQuestion {
  name: string;
  /** None where the boxes say it all. */
  label?: string;
  hint?: string;
  /** Who answers it, where not everyone does. */
  onlyIf?: string;
  optional: boolean;
  /** A list shown above the boxes, as RadiosQuestion has it. */
  list?: { name: string; lead: string };
  boxes: readonly string[];
  /** How many lines to write on. */
  lines: number;
  /** Answers that are no box, because the form must not be sent with them: what to do instead. */
  instead: readonly { answer: string; says: string }[];
  /** Stands beside another question on a sheet that is wide enough. */
  half: boolean;
}

/** A numbered question and those that belong to it. They stay on one sheet. */
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

export interface Paper {
  /** Without outer slashes. Permanent. */
  address: string;
  parent: Form['parent'];
  title: string;
  description: string;
  /** Shows "Exit this page". */
  exitThisPage: boolean;
  intro: readonly string[];
  sections: readonly PaperSection[];
}

/** Words of a question that must be others on paper. */
interface Words {
  label?: string;
  /** Empty leaves the hint of the page out. */
  hint?: string;
  onlyIf?: string;
  options?: Readonly<Record<string, string>>;
  /** What to do instead, after the title of the kind page. */
  instead?: string;
  half?: true;
}

interface Spec extends Pick<Paper, 'address' | 'title' | 'description' | 'before'> {
  form: Form;
  sections: readonly { heading: string; lead?: string; questions: readonly string[] }[];
  words: Readonly<Record<string, Words>>;
  /** Questions only paper asks, and those of other forms. */
  more?: Readonly<Record<string, Question | PaperQuestion>>;
}

/** About three sentences in handwriting. */
const linesForLong = 5;

/** Without what only a screen can do. */
const onPaper = (text: string) =>
  text
    .replace(/\s*You can use the microphone on your keyboard\./, '')
    .replace(/\bChoose\b/g, 'Tick')
    .replace(/\bchoose\b/g, 'tick')
    .replace(/\bchose\b/g, 'ticked');

const own = (name: string, question: Partial<PaperQuestion>): PaperQuestion => ({
  name,
  optional: false,
  boxes: [],
  lines: 0,
  instead: [],
  half: false,
  ...question,
});

/** In custody nobody is called back, and a letter may be read by others. */
const inCustody = {
  contact_in_custody: own('contact_in_custody', {
    label: 'In prison now? Tick these instead.',
    boxes: ['By letter here', 'Through staff', 'Through someone I name'],
  }),
  contact_in_custody_where: own('contact_in_custody_where', {
    label: 'Name of the prison. If you name someone, their name and how to reach them.',
    lines: 2,
  }),
};

const either = (options: readonly string[]) => options.map((option) => `“${option}”`).join(' or ');

function paperQuestion(form: Form, name: string, question: Question, words: Words): PaperQuestion {
  const { conditionalOn } = question;
  const opener = conditionalOn && questionNamed(form, conditionalOn.question);
  const opens = opener && 'options' in opener ? conditionalOn.values.map((value) => onPaper(opener.options[value] ?? value)) : [];
  const onlyIf = words.onlyIf ?? (opens.length > 0 ? `If you ticked ${either(opens)}` : undefined);
  const hint = words.hint ?? (question.hint && onPaper(question.hint));
  const shared = {
    ...(hint && { hint }),
    ...(onlyIf && { onlyIf }),
    optional: question.optional ?? false,
    half: words.half ?? false,
  };
  if (question.kind === 'tick') return own(name, { ...shared, optional: false, boxes: [words.label ?? question.sentence] });

  const label = words.label ?? question.label;
  if (question.kind === 'text' || question.kind === 'long text')
    return own(name, { ...shared, label, lines: question.kind === 'text' ? 1 : linesForLong });
  if (question.kind === 'hidden') throw new Error(`${form.address}: ${name} is an answer of a button, and paper has none`);

  const options = Object.entries({ ...question.options, ...words.options }).map(([value, text]) => ({ value, text }));
  const kindPage = ({ value }: { value: string }) =>
    form.eligibilityPages.find((page) => page.question === name && page.when({ [name]: value }));
  return own(name, {
    ...shared,
    label,
    ...(question.kind === 'radios' && question.list && { list: question.list }),
    boxes: options.filter((option) => !kindPage(option)).map(({ text }) => text),
    instead: options.flatMap((option) => {
      const page = kindPage(option);
      return page ? [{ answer: option.text, says: `${page.title}.${words.instead ? ` ${words.instead}` : ''}` }] : [];
    }),
  });
}

/** True of a box beside the question before it, of what an answer of that question opens, and of what paper adds to it. */
const belongs = (question: Question | PaperQuestion, before: string) =>
  !('kind' in question) || question.kind === 'tick' || question.conditionalOn?.question === before;

function paper({ form, sections, words, more = {}, ...about }: Spec): Paper {
  const asked = sections.flatMap(({ questions }) => questions);
  const lost = [...Object.keys(words), ...Object.keys(more)].find((name) => !asked.includes(name));
  if (lost) throw new Error(`${about.address} has words for ${lost}, which it does not ask`);
  let number = 0;
  return {
    ...about,
    parent: form.parent,
    exitThisPage: form.exitThisPage,
    sections: sections.map(({ questions, ...section }) => {
      const items: { number: number; question: PaperQuestion; followUps: PaperQuestion[] }[] = [];
      for (const name of questions) {
        const defined = more[name] ?? questionNamed(form, name);
        const question = 'kind' in defined ? paperQuestion(form, name, defined, words[name] ?? {}) : defined;
        const last = items.at(-1);
        if (last && belongs(defined, last.question.name)) last.followUps.push(question);
        else {
          number += 1;
          // A box that belongs to no question before it needs more than its sentence.
          const label = 'kind' in defined ? { label: defined.label } : {};
          items.push({ number, question: { ...label, ...question }, followUps: [] });
        }
      }
      return { ...section, items };
    }),
  };
}

export const mentorPaper = paper({
  form: mentorForm,
  address: 'become-a-mentor/paper-form',
  title: 'Paper form for volunteer peer mentors',
  description: 'What a form on paper asks someone who wants to be a volunteer peer mentor. It asks nothing about offences.',
  intro: ['Do not write about your offences. A past conviction does not stop you.'],
  sections: mentorForm.sections.map(({ questions, ...section }) => ({
    ...section,
    questions: questions.flatMap((name) => (name === 'contact_how' ? [name, ...Object.keys(inCustody)] : [name])),
  })),
  more: inCustody,
  words: {
    criteria: { instead: 'Come back whenever you are ready.' },
    name: { half: true },
    adult: { half: true },
    phone: { half: true, hint: 'For a phone call or a text message.' },
    email: { half: true, hint: 'For email.' },
    message_safe: { hint: '', onlyIf: 'If you ticked a phone call or a text message' },
  },
});

/** Questions of the forms on the web that the paper to refer someone leaves out, each with the reason. */
export const omittedFromReferralPaper: Readonly<Record<string, string>> = {
  referrer_type: 'where someone works says it, and six more boxes would be another page',
  referrer_type_other: 'it belongs to referrer_type',
  contact_route: 'an answer of a button',
};

export const referralPaper = paper({
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
      questions: ['person_name', 'person_known_as', 'person_adult', 'person_area', 'person_area_unknown', 'in_prison', 'needed_by'],
    },
    {
      heading: 'How to get in touch safely',
      lead: 'Some people share a phone or live with someone who checks it. Tell us what is safe.',
      questions: ['contact_how', ...Object.keys(inCustody), 'person_phone', 'person_email', 'message_safe', 'contact_when'],
    },
    {
      heading: 'What would help',
      questions: ['need', 'need_talk', 'interpreter', 'language', 'access_needs', 'access_other'],
    },
  ],
  more: {
    ...inCustody,
    who_for: own('who_for', { label: 'Who is this for?', boxes: ['Me', 'Someone I know', 'Someone I work with'] }),
    referrer_org: questionNamed(professionalReferralForm, 'referrer_org'),
  },
  words: {
    service: { label: 'Which service?', hint: 'Tick one. If you are not sure, tick “I am not sure”.' },
    service_other: { label: questionNamed(selfReferralForm, 'service_other').label },
    referrer_name: { label: 'Your full name', half: true },
    referrer_relation: { half: true },
    referrer_org: { onlyIf: 'If you ticked “Someone I work with”', hint: 'The name of your team, court, surgery or charity.' },
    referrer_phone: { label: 'Your phone number', hint: 'Add an extension if you have one.', half: true },
    referrer_email: { label: 'Your email address', half: true },
    person_name: { label: 'Full name of the person', half: true },
    person_known_as: { label: 'Name they like', hint: 'Only if it is different.', half: true },
    person_adult: { label: 'Is the person 18 or over?', instead: 'If someone younger is in danger now, call 999.' },
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
      instead: 'Tell them what the service is, and ask if someone may get in touch.',
    },
    contact_how: {
      label: 'How can we contact the person?',
      options: { 'via-referrer': 'Through me (for someone else)', 'they-call': 'The person will call' },
    },
    person_phone: { label: 'Phone number of the person', hint: 'For a phone call or a text message.', half: true },
    person_email: { label: 'Email address of the person', hint: 'For email.', half: true },
    message_safe: { hint: '', onlyIf: 'If you ticked a phone call or a text message' },
    need: { label: 'What would the person like help with?' },
    interpreter: { label: 'Is an interpreter needed?' },
    access_needs: { options: { 'support-person': 'Bring someone' } },
    call_first: { label: 'Should we talk to you before we meet the person?' },
  },
});

/** Every paper form of the site. */
export const papers: readonly Paper[] = [mentorPaper, referralPaper];

/** Every question of a paper in the order it is asked. */
export const questionsOn = (paper: Paper): PaperQuestion[] =>
  paper.sections.flatMap(({ items }) => items.flatMap(({ question, followUps }) => [question, ...followUps]));
