import { type Answers, answerEquals, answerIncludes, textAnswer } from './fields.ts';
import { type ReferralType, referrerOnly } from './referral-questions.ts';
import { isDirectlyReachable, messageWarnings, referrerActions, referrerWarnings, safeContactMethods } from './safe-contact.ts';

/** Whether staff may reach the person only through the referrer. */
const onlyThroughReferrer = (answers: Answers) =>
  referrerOnly(answers) || (answerIncludes(answers, 'contact_how', 'via-referrer') && !isDirectlyReachable(answers));

/** Whether the person has said yes to the referral. */
export const hasAgreed = (answers: Answers) => answerEquals(answers, 'person_knows', 'agrees');

/** See `Form.warnings`. In the order of what is most dangerous to miss. */
export function referralWarnings(type: ReferralType) {
  return (answers: Answers): string[] => {
    const self = type === 'self';
    return [
      // "Not sure" counts as yes: a call costs a minute.
      ...(!self && !answerEquals(answers, 'call_first', 'no') ? ['CALL REFERRER FIRST'] : []),
      ...(!self && onlyThroughReferrer(answers) ? ['DO NOT CONTACT THE PERSON. GO THROUGH THE REFERRER'] : []),
      // That an e-mail or a text is safe does not make a call safe.
      ...(answerIncludes(answers, 'contact_how', 'they-call') && !answerIncludes(answers, 'contact_how', 'call')
        ? ['DO NOT CALL. THEY WILL CALL US']
        : []),
      ...messageWarnings(answers),
      ...(type === 'friend' ? referrerWarnings(answers) : []),
      ...(!self && !hasAgreed(answers) ? ['PERSON HAS NOT AGREED YET'] : []),
      ...(answerEquals(answers, 'interpreter', 'yes') ? [`INTERPRETER: ${textAnswer(answers, 'language')}`] : []),
      ...(answerEquals(answers, 'interpreter', 'unsure') ? ['INTERPRETER: NOT KNOWN. ASK'] : []),
      ...(answers['needed_by'] === undefined ? [] : [`DATE THAT MATTERS: ${textAnswer(answers, 'needed_by')}`]),
    ];
  };
}

/** See `Form.nextActions`. */
export function referralActions(type: ReferralType) {
  return (answers: Answers): string[] => {
    const self = type === 'self';
    const methods = safeContactMethods(answers, { phone: 'person_phone', email: 'person_email' });
    const knownAs = textAnswer(answers, 'person_known_as');
    const person = `${textAnswer(answers, 'person_name')}${knownAs ? ` (likes to be called ${knownAs})` : ''}`;
    return [
      ...(self ? [] : referrerActions(answers, { professional: type === 'professional' })),
      ...(!self && textAnswer(answers, 'referrer_when') ? [`When to call the referrer: ${textAnswer(answers, 'referrer_when')}`] : []),
      ...(onlyThroughReferrer(answers)
        ? [`Do not contact ${person}. Speak to the referrer.`]
        : [`${self ? 'Contact' : 'The person is'} ${person}.`, `Safe ways: ${methods.join('; ')}.`]),
      ...(textAnswer(answers, 'contact_when') && !onlyThroughReferrer(answers) ? [`When: ${textAnswer(answers, 'contact_when')}`] : []),
      ...(answerEquals(answers, 'in_prison', 'yes') ? [`${self ? 'They say they are' : 'The person is'} in prison now.`] : []),
      ...(answerEquals(answers, 'need_talk', 'yes') ? ['They would rather say what help is needed when you talk.'] : []),
    ];
  };
}
