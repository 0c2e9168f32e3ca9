import { fromSettings } from '../adapters/choose.ts';
import type { Form } from '../forms/form.ts';
import { notices } from '../forms/notices.ts';
import { trust } from '../site/singles.ts';
import type { Journey } from './steps.ts';

/** The words on form pages that come from content/. */
export const words = {
  notices: notices(trust.forms.read_by),
  lists: { criteria: trust.mentoring.criteria },
  phone: trust.forms.read_by?.phone,
} as const;

/** A form with what the settings of this process give it. Rejects where a setting is wrong. */
export async function journeyOf(form: Form): Promise<Journey> {
  return { form, ...(await fromSettings()), notices: words.notices.inMail };
}
