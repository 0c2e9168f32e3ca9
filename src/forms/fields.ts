import { z } from 'zod';
import { asciiDomain, isEmailAddress } from './email-address.ts';
import { type NormalizeOptions, withinLength } from './normalize.ts';

/** Answers by question name: a list for checkboxes, text for every other kind. A question without an answer has no entry. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

export type Condition = (answers: Answers) => boolean;

/** One message, and the question it is about. */
export interface FieldError {
  question: string;
  message: string;
}

/** Whether a radio or a single checkbox has this value. */
export const answerEquals = (answers: Answers, question: string, value: string): boolean => answers[question] === value;

/** What was typed or chosen; '' when there is no answer, or a list. */
export const textAnswer = (answers: Answers, question: string): string => {
  const answer = answers[question];
  return typeof answer === 'string' ? answer : '';
};

/** Whether any of `values` is ticked in a group of checkboxes. */
export const answerIncludes = (answers: Answers, question: string, ...values: string[]): boolean => {
  const answer = answers[question];
  return Array.isArray(answer) && values.some((value) => answer.includes(value));
};

interface Common {
  hint?: string;
  /** As `relevant` in XForms: while it is false the question is not validated, and an answer to it is discarded. */
  relevantIf?: Condition;
  /**
   * Relevant, and revealed on the page, only while an earlier question has one of these answers. CSS alone hides it, so
   * its label must make sense in a browser that shows it to everyone.
   */
  conditionalOn?: { question: string; values: readonly string[] };
  /** The name of the question in summaries and mails, where the label alone would not be clear. */
  rowLabel?: string;
}

/** The message for a missing answer, or `optional`: never both and never neither. `requiredIf` narrows when it applies. */
type RequiredOrOptional =
  | { requiredMessage: string; optional?: never; requiredIf?: Condition }
  | { optional: true; requiredMessage?: never; requiredIf?: never };

type Autocomplete = 'off' | 'name' | 'tel' | 'email' | 'organization' | 'address-level2';

type TextOptions = Common & RequiredOrOptional & { autocomplete: Autocomplete; tooLongMessage?: string };

export type Options = Readonly<Record<string, string>>;

interface ContentList {
  name: string;
  lead: string;
}

interface BaseQuestion extends Common {
  label: string;
  requiredMessage?: string;
  optional?: true;
  requiredIf?: Condition;
  /** Validates one normalised answer; its messages are shown to the person who gave it. */
  schema: z.ZodType<string>;
}

export interface TextQuestion extends BaseQuestion {
  kind: 'text';
  type: 'text' | 'email' | 'tel';
  autocomplete: Autocomplete;
  normalization: NormalizeOptions;
  spellcheck: boolean;
}

export interface TextareaQuestion extends BaseQuestion {
  kind: 'textarea';
  /** In graphemes. */
  maxLength: number;
  normalization: NormalizeOptions;
}

export interface RadiosQuestion extends BaseQuestion {
  kind: 'radios';
  options: Options;
  /** A list above the choices, after the words in `lead`. Its lines are content, passed to the page under this name. */
  list?: ContentList;
}

export interface CheckboxesQuestion extends BaseQuestion {
  kind: 'checkboxes';
  options: Options;
}

/** A single box with one sentence. Ticked is 'yes'; not ticked is no answer. */
export interface CheckboxQuestion extends BaseQuestion {
  kind: 'checkbox';
  sentence: string;
}

/** An answer that only a button of an eligibility page gives. The form carries it; it is never asked and never shown. */
export interface HiddenQuestion extends BaseQuestion {
  kind: 'hidden';
}

export type Question = HiddenQuestion | TextQuestion | TextareaQuestion | RadiosQuestion | CheckboxesQuestion | CheckboxQuestion;

/** Whether the question applies to someone who has given these answers so far. */
export function isRelevant({ relevantIf, conditionalOn }: Question, answers: Answers): boolean {
  if (relevantIf && !relevantIf(answers)) return false;
  if (!conditionalOn) return true;
  const { question, values } = conditionalOn;
  return answerIncludes(answers, question, ...values) || values.some((value) => answerEquals(answers, question, value));
}

const atMost = (maxLength: number, label: string, message?: string) =>
  z.string().refine((text) => withinLength(text, maxLength), {
    error: message ?? `${label} must be ${maxLength.toLocaleString('en-GB')} characters or fewer`,
    abort: true,
  });

interface TextRules {
  maxLength: number;
  type?: TextQuestion['type'];
  normalization?: NormalizeOptions;
  spellcheck?: boolean;
  format?: { matches: (text: string) => boolean; message: string };
}

function singleLine(
  label: string,
  { tooLongMessage, ...options }: TextOptions,
  { maxLength, type = 'text', normalization = {}, spellcheck = true, format }: TextRules,
): TextQuestion {
  const length = atMost(maxLength, label, tooLongMessage);
  return {
    kind: 'text',
    type,
    label,
    normalization,
    spellcheck,
    schema: format ? length.refine(format.matches, { error: format.message }) : length,
    ...options,
  };
}

// Unicode counts Hangul fillers as letters, but they are drawn as blanks.
const hasLetter = (text: string) => /\p{L}/u.test(text.replace(/[\u3164\u115f\u1160\uffa0]/g, ''));

// In all that follow, lengths are in graphemes, and `requiredMessage` is shown when the answer is missing or blank.

/** A person's full name: at most 100 characters, with at least one letter of any script. Otherwise `requiredMessage`. */
export const fullName = (label: string, options: TextOptions & { requiredMessage: string }) =>
  singleLine(
    label,
    { tooLongMessage: 'Full name must be 100 characters or fewer', ...options },
    { maxLength: 100, spellcheck: false, format: { matches: hasLetter, message: options.requiredMessage } },
  );

/** One line of at most 200 characters, of any text. */
export const textField = (label: string, options: TextOptions) => singleLine(label, options, { maxLength: 200 });

/** A town, village or part of one: 2 to 60 characters. A shorter answer counts as missing. */
export const town = (label: string, options: TextOptions & { requiredMessage: string }) =>
  singleLine(
    label,
    { tooLongMessage: 'Town or village must be 60 characters or fewer', ...options },
    { maxLength: 60, format: { matches: (text) => text.length >= 2, message: options.requiredMessage } },
  );

/**
 * An e-mail address of at most 254 characters (RFC 5321). The part before the @ as in WHATWG HTML, without two dots in a
 * row; the domain in any script, since zod's own check refuses internationalised ones.
 */
export const email = (label: string, options: TextOptions) =>
  singleLine(
    label,
    { tooLongMessage: 'Email address must be 254 characters or fewer', ...options },
    {
      maxLength: 254,
      type: 'email',
      normalization: { stripJoiners: true },
      spellcheck: false,
      format: { matches: isEmailAddress, message: 'Enter an email address in the correct format, like name@example.com' },
    },
  );

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 8 && digits <= 15 && /^[\d\s+().-]+$/.test(text.replace(/\s?(?:extension|ext\.?|x)\s?(?=\d)/i, ' '));
}

/** A phone number of 8 to 15 digits, written in any way and kept as it was typed; an extension counts among the digits. */
export const phone = (label: string, options: TextOptions) =>
  singleLine(
    label,
    { tooLongMessage: 'Phone number must be 30 characters or fewer', ...options },
    {
      maxLength: 30,
      type: 'tel',
      normalization: { stripJoiners: true },
      spellcheck: false,
      format: { matches: isPhone, message: 'Enter a phone number, like 01632 960 001 or 07700 900 982' },
    },
  );

/** Several lines, at most 1,000 characters, with a character count. */
export function textareaField(
  label: string,
  { tooLongMessage, ...options }: Common & RequiredOrOptional & { tooLongMessage?: string },
): TextareaQuestion {
  const maxLength = 1000;
  return {
    kind: 'textarea',
    label,
    maxLength,
    normalization: { multiline: true },
    schema: atMost(maxLength, label, tooLongMessage),
    ...options,
  };
}

const oneOf = (options: Options, error: string) => z.enum(Object.keys(options) as [string, ...string[]], { error });

/** One of `options` (value to words). Any other value gives `requiredMessage`, or a fixed message where it is optional. */
export function radios(label: string, o: Common & RequiredOrOptional & { options: Options; list?: ContentList }): RadiosQuestion {
  return { kind: 'radios', label, schema: oneOf(o.options, o.requiredMessage ?? 'Select one of the answers shown'), ...o };
}

/** Any of `options`. `schema` judges one value; `validate` keeps those that are listed and reports the rest as `radios` does. */
export function checkboxes(label: string, o: Common & RequiredOrOptional & { options: Options }): CheckboxesQuestion {
  return { kind: 'checkboxes', label, schema: oneOf(o.options, o.requiredMessage ?? 'Select only answers that are shown'), ...o };
}

/** See `HiddenQuestion`. */
export const hidden = (label: string, values: readonly [string, ...string[]], options: Common): HiddenQuestion => ({
  kind: 'hidden',
  label,
  optional: true,
  schema: z.enum(values),
  ...options,
});

/** A single box. With `requiredMessage` it must be ticked. */
export function checkbox(label: string, sentence: string, o: Common & RequiredOrOptional = { optional: true }): CheckboxQuestion {
  return {
    kind: 'checkbox',
    label,
    sentence,
    schema: z.literal('yes', { error: o.requiredMessage ?? 'Tick the box or leave it empty' }),
    ...o,
  };
}

/** The answer in the words of the page, one entry for each value. */
export function displayValue(question: Question, answer: string | readonly string[]): string[] {
  const values = typeof answer === 'string' ? [answer] : [...answer];
  if (question.kind === 'checkbox') return [question.sentence];
  if (question.kind === 'radios' || question.kind === 'checkboxes') return values.map((value) => question.options[value] ?? value);
  if (question.kind !== 'text' || question.type !== 'email') return values;
  // A homograph, such as a Cyrillic letter that looks Latin, shows in the ASCII form, which mail programs use.
  return values.map((value) => {
    const typed = value.slice(value.indexOf('@') + 1);
    const ascii = asciiDomain(typed);
    return ascii && ascii !== typed.toLowerCase() ? `${value} (${ascii})` : value;
  });
}
