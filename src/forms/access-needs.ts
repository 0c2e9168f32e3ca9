import { checkboxes, type Options, textField } from './fields.ts';

// What would make it easier to take part, asked by every form in the same words. What helps, and not what is wrong: then
// less is known about anyone's health.

/** What would help. `more` is what only one form offers, named after help with travel. */
export const accessNeeds = ({ whom, more = {} }: { whom: 'me' | 'them'; more?: Options }) =>
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
      ...more,
      'support-person': `Bring someone with ${whom}`,
      other: 'Something else',
    },
  });

/** What else would help, shown by the last of those choices. */
export const otherAccessNeed = (needs: string) =>
  textField('What else would make it easier?', {
    optional: true,
    autocomplete: 'off',
    conditionalOn: { question: needs, values: ['other'] },
  });
