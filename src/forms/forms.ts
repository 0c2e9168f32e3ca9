import type { Form } from './form.ts';
import { callBackForm, mentorForm } from './mentor.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from './referral.ts';

/** Every form of the site. A new one is a file with its questions, and an entry here. */
export const forms: readonly Form[] = [mentorForm, callBackForm, selfReferralForm, friendReferralForm, professionalReferralForm];

/** The form at a path without outer slashes. */
export const formAt = (address: string): Form | undefined => forms.find((form) => form.address === address);
