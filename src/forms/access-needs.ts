import { checkboxes, type Options, textField } from './fields.ts';

// Access needs, in the same words on every form. They ask what helps and not what is wrong, which reveals less about health.

/** The choices. `extraOptions` are those of one form only, shown after help with travel. */
export const accessNeeds = ({ pronoun, extraOptions = {} }: { pronoun: 'me' | 'them'; extraOptions?: Options }) =>
  checkboxes('What would make it easier to take part?', {
    hint: 'Choose all that help.',
    optional: true,
    options: {
      reading: 'Help with reading or writing',
      'step-free': 'No steps',
      hearing: 'Help with hearing',
      sight: 'Help with sight or large print',
      quiet: 'A quiet place, or extra time',
      childcare: 'Times that fit childcare',
      travel: 'Help with travel',
      ...extraOptions,
      'support-person': `Bring someone with ${pronoun}`,
      other: 'Something else',
    },
  });

/** Revealed by "Something else", the last choice of the question named `accessNeedsQuestion`. */
export const otherAccessNeed = (accessNeedsQuestion: string) =>
  textField('What else would make it easier?', {
    optional: true,
    autocomplete: 'off',
    conditionalOn: { question: accessNeedsQuestion, values: ['other'] },
  });
