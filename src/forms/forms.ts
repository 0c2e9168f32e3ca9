import type { Form } from './form.ts';
import { callBackForm, mentorForm } from './mentor.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from './referral.ts';

/** Every form of the site. A new one is its questions in a file of its own, and a line here. */
export const forms: readonly Form[] = [mentorForm, callBackForm, selfReferralForm, friendReferralForm, professionalReferralForm];

/** The form at an address without outer slashes. Only addresses in the list exist, whatever a program asks for. */
export const formAt = (address: string): Form | undefined => forms.find((form) => form.address === address);
