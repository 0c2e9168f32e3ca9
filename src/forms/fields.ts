import { z } from 'zod';
import { type NormalizeOptions, withinLength } from './normalize.ts';

/** What was answered, by question. A list for checkboxes, text for everything else; nothing for what was left out. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

export type Condition = (answers: Answers) => boolean;

/** True when a radio or a tick box has this value. */
export const answerEquals = (answers: Answers, question: string, value: string): boolean => answers[question] === value;

/** What was written or chosen, or nothing. */
export const textAnswer = (answers: Answers, question: string): string => {
  const answer = answers[question];
  return typeof answer === 'string' ? answer : '';
};

/** True when one of these boxes is ticked. */
export const answerIncludes = (answers: Answers, question: string, ...values: string[]): boolean => {
  const answer = answers[question];
  return Array.isArray(answer) && values.some((value) => answer.includes(value));
};

interface Common {
  hint?: string;
  /** Asked only of people this is true for; the answer of anyone else is left out, wherever it was filled in. */
  relevantIf?: Condition;
  /**
   * Asked, and shown, only when an earlier question has one of these answers. The page hides it with CSS alone, so
   * its label must make sense in a browser that shows it to everyone.
   */
  conditionalOn?: { question: string; values: readonly string[] };
  /** The name of the question in rows and mails, where the label alone would not be clear. */
  rowLabel?: string;
}

/** A question either has a message for when it is left out, or is optional; `neededIf` narrows when it is needed. */
type Needed =
  | { requiredMessage: string; optional?: never; requiredIf?: Condition }
  | { optional: true; requiredMessage?: never; requiredIf?: never };

type Autocomplete = 'off' | 'name' | 'tel' | 'email' | 'organization' | 'address-level2';

type OneLine = Common & Needed & { autocomplete: Autocomplete; tooLongMessage?: string };

export type Options = Readonly<Record<string, string>>;

interface Base extends Common {
  label: string;
  requiredMessage?: string;
  optional?: true;
  requiredIf?: Condition;
  /** Takes one tidied answer, and says what is wrong with it in words for the person who gave it. */
  schema: z.ZodType<string>;
}

export interface TextQuestion extends Base {
  kind: 'text';
  type: 'text' | 'email' | 'tel';
  autocomplete: Autocomplete;
  tidying: NormalizeOptions;
  spellcheck: boolean;
}

export interface TextareaQuestion extends Base {
  kind: 'long text';
  /** In characters as people see them. */
  maxLength: number;
  tidying: NormalizeOptions;
}

export interface RadiosQuestion extends Base {
  kind: 'radios';
  options: Options;
  /** A list shown above the choices, and the words before it. Its lines are content, and the form is given them by this name. */
  list?: { fullName: string; lead: string };
}

export interface CheckboxesQuestion extends Base {
  kind: 'checkboxes';
  options: Options;
}

/** One box with one sentence: ticked is "yes", not ticked is no answer. */
export interface CheckboxQuestion extends Base {
  kind: 'tick';
  sentence: string;
}

/** An answer that only a button of a kind page gives: carried in the form, never asked and never shown. */
export interface HiddenQuestion extends Base {
  kind: 'hidden';
}

export type Question = HiddenQuestion | TextQuestion | TextareaQuestion | RadiosQuestion | CheckboxesQuestion | CheckboxQuestion;

/** True when the question is put to someone who gave these answers so far. */
export function isRelevant({ relevantIf: askedIf, conditionalOn: revealedBy }: Question, answers: Answers): boolean {
  if (askedIf && !askedIf(answers)) return false;
  if (!revealedBy) return true;
  const { question, values } = revealedBy;
  return answerIncludes(answers, question, ...values) || values.some((value) => answerEquals(answers, question, value));
}

const within = (most: number, tooLong: string) => z.string().refine((text) => withinLength(text, most), { error: tooLong, abort: true });

const most = (label: string, characters: number) => `${label} must be ${characters.toLocaleString('en-GB')} characters or fewer`;

function oneLine(
  label: string,
  { tooLongMessage: tooLong, ...o }: OneLine,
  of: {
    most: number;
    type?: TextQuestion['type'];
    tidying?: NormalizeOptions;
    spellcheck?: boolean;
    says?: [(text: string) => boolean, string];
  },
): TextQuestion {
  const rule = within(of.most, tooLong ?? most(label, of.most));
  return {
    kind: 'text',
    type: of.type ?? 'text',
    label,
    tidying: of.tidying ?? {},
    spellcheck: of.spellcheck ?? true,
    schema: of.says ? rule.refine(of.says[0], { error: of.says[1] }) : rule,
    ...o,
  };
}

// A name is whatever a person says it is: any script, any length from one letter; only not nothing.
// Hangul fillers and the combining grapheme joiner count as letters or marks to Unicode, and show as nothing.
const hasLetter = (text: string) => /\p{L}/u.test(text.replace(/[\u3164\u115f\u1160\uffa0]/g, ''));

/** A person's full name: 1 to 100 characters, at least one letter of any script. */
export const fullName = (label: string, o: OneLine & { missing: string }) =>
  oneLine(
    label,
    { tooLongMessage: 'Full name must be 100 characters or fewer', ...o },
    { most: 100, spellcheck: false, says: [hasLetter, o.requiredMessage] },
  );

/** Up to 200 characters on one line. */
export const textField = (label: string, o: OneLine) => oneLine(label, o, { most: 200 });

/** A town, village or part of one: 2 to 60 characters. */
export const town = (label: string, o: OneLine & { missing: string }) =>
  oneLine(
    label,
    { tooLongMessage: 'Town or village must be 60 characters or fewer', ...o },
    { most: 60, says: [(text) => text.length >= 2, o.requiredMessage] },
  );

/**
 * The ASCII form of the part after the @, or nothing when it cannot be the name of a mail domain.
 * No label begins or ends with a hyphen, and the last has two characters or more.
 */
export function asciiDomain(domain: string): string | undefined {
  // What an address bar would read as a path, a port or a password is no domain.
  if (!domain.includes('.') || /[\s/?#:@\\[\]%<>^|"'`{},;()*!$&=+~_]/.test(domain)) return undefined;
  let ascii: string;
  try {
    ascii = new URL(`http://${domain}/`).hostname;
  } catch {
    return undefined;
  }
  const labels = ascii.split('.');
  const good = labels.length > 1 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return good && /^(?!\d+$).{2,}$/.test(labels.at(-1) ?? '') ? ascii : undefined;
}

function isEmail(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  return (
    more.length === 0 &&
    text.length <= 254 &&
    /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~`-]+$/.test(local) &&
    !local.includes('..') &&
    asciiDomain(domain) !== undefined
  );
}

export const email = (label: string, o: OneLine) =>
  oneLine(
    label,
    { tooLongMessage: 'Email address must be 254 characters or fewer', ...o },
    {
      most: 254,
      type: 'email',
      tidying: { stripJoiners: true },
      spellcheck: false,
      says: [isEmail, 'Enter an email address in the correct format, like name@example.com'],
    },
  );

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 8 && digits <= 15 && /^[\d\s+().-]+$/.test(text.replace(/\s?(?:extension|ext\.?|x)\s?(?=\d)/i, ' '));
}

/** Any way of writing a number; kept as it was typed. */
export const phone = (label: string, o: OneLine) =>
  oneLine(
    label,
    { tooLongMessage: 'Phone number must be 30 characters or fewer', ...o },
    {
      most: 30,
      type: 'tel',
      tidying: { stripJoiners: true },
      spellcheck: false,
      says: [isPhone, 'Enter a phone number, like 01632 960 001 or 07700 900 982'],
    },
  );

/** Up to 1,000 characters in a box with a count. */
export function textareaField(label: string, { tooLong, ...o }: Common & Needed & { tooLong?: string }): TextareaQuestion {
  return {
    kind: 'long text',
    label,
    maxLength: 1000,
    tidying: { multiline: true },
    schema: within(1000, tooLong ?? most(label, 1000)),
    ...o,
  };
}

const oneOf = (options: Options, error: string) => z.enum(Object.keys(options) as [string, ...string[]], { error });

export function radios(
  label: string,
  o: Common & Needed & { options: Options; list?: { fullName: string; lead: string } },
): RadiosQuestion {
  return { kind: 'radios', label, schema: oneOf(o.options, o.requiredMessage ?? 'Select one of the answers shown'), ...o };
}

export function checkboxes(label: string, o: Common & Needed & { options: Options }): CheckboxesQuestion {
  return { kind: 'checkboxes', label, schema: oneOf(o.options, o.requiredMessage ?? 'Select only answers that are shown'), ...o };
}

/** An answer of a kind page's button, out of a fixed list. */
export const hidden = (label: string, values: readonly [string, ...string[]], o: Common): HiddenQuestion => ({
  kind: 'hidden',
  label,
  optional: true,
  schema: z.enum(values),
  ...o,
});

/** A single box. `missing` makes ticking it a condition of going on. */
export function checkbox(label: string, sentence: string, o: Common & Needed = { optional: true }): CheckboxQuestion {
  return {
    kind: 'tick',
    label,
    sentence,
    schema: z.literal('yes', { error: o.requiredMessage ?? 'Tick the box or leave it empty' }),
    ...o,
  };
}

/** The answer in the words the person saw. */
export function displayValue(question: Question, answer: string | readonly string[]): string[] {
  const values = typeof answer === 'string' ? [answer] : [...answer];
  switch (question.kind) {
    case 'radios':
    case 'checkboxes':
      return values.map((value) => question.options[value] ?? value);
    case 'tick':
      return [question.sentence];
    case 'text': {
      if (question.type !== 'email') return values;
      // A letter of another alphabet can pass for ours; the form a mail program uses shows it.
      return values.map((value) => {
        const typed = value.slice(value.indexOf('@') + 1);
        const ascii = asciiDomain(typed);
        return ascii && ascii !== typed.toLowerCase() ? `${value} (${ascii})` : value;
      });
    }
    default:
      return values;
  }
}
