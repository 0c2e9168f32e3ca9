import { todayLink } from './help-links.ts';

/** Who reads the forms: `forms.read_by` of content/trust.yaml. */
export interface Reader {
  who: string;
  hours: string;
  reply_within?: string | undefined;
  phone?: string | undefined;
}

export interface ReaderNotices {
  /** No reader is named, so sending a form does not ask anyone for help. */
  isDemonstration: boolean;
  /** Under the title and above each button. `strong` comes first, in bold. */
  onForm: { strong: string; text: string; help?: { strong: string; text: string; link: { text: string; href: string } } };
  sentTitle: (usual: string) => string;
  /** Sentences that are promises only a reader can keep: all of them with a reader named, otherwise none. */
  ifStaffed: (usual: readonly string[]) => readonly string[];
  /** Paragraphs of the confirmation page, before what happens next. */
  onSent: string[];
  /** First line of the mail; empty with a reader named. */
  inMail: string[];
  onPaper: {
    /** At the top of the first sheet, and `strong` at the foot of each, since sheets come apart. Without a reader only. */
    example?: { strong: string; text: string };
    /** Above the first question. `strong` comes first, in bold. */
    intro: { strong: string; text: string };
    /** Where to turn instead. On the screen only. */
    help?: ReaderNotices['onForm']['help'];
  };
}

// Letters from prison are opened, and letters at home may be.
const readByOthers = 'Other people may read this paper. Do not write about crimes, health or risk.';

/**
 * All words that depend on whether someone reads the forms. A sentence that needs a reply time or a phone number is left
 * out when the reader gave none. Every other word of a form must be true in both cases: a test reads every page for it.
 * @param body the name of the body at the start of a sentence, such as The Trust
 */
export function readerNotices(reader: Reader | undefined, body: string): ReaderNotices {
  if (!reader) {
    const help = {
      strong: 'Need real help?',
      text: 'If someone is in danger, call 999. For anything else, see',
      link: todayLink,
    };
    return {
      isDemonstration: true,
      onForm: {
        strong: 'This is a demonstration form.',
        text: `${body} has closed and no team is named to read it. Sending it does not ask anyone for help. Use made-up details.`,
        help,
      },
      sentTitle: () => 'Demonstration sent',
      ifStaffed: () => [],
      onSent: ['This was a demonstration. No team is named to read it, and nobody will reply.'],
      inMail: ['DEMONSTRATION FORM: NO TEAM IS NAMED TO READ IT. IF IT LOOKS REAL, A PERSON MAY BE WAITING.'],
      onPaper: {
        example: {
          strong: 'EXAMPLE. Do not fill in. Do not post.',
          text: 'Show this to prison staff or your probation worker and ask who does this now.',
        },
        intro: { strong: readByOthers, text: '' },
        help,
      },
    };
  }
  const { who, hours, reply_within, phone } = reader;
  const reply = reply_within ? ` You will hear from us within ${reply_within}.` : '';
  return {
    isDemonstration: false,
    onForm: { strong: `${who} reads this form ${hours}.`, text: `Nobody reads it at night or at weekends.${reply}` },
    sentTitle: (usual) => usual,
    ifStaffed: (usual) => usual,
    onSent: [
      `${who} reads this form ${hours}. Nobody reads it at night or at weekends.${reply}`,
      ...(phone ? [`If you hear nothing, call ${phone} and give the reference.`] : []),
    ],
    inMail: [],
    onPaper: {
      intro: {
        strong: readByOthers,
        text: `${who} reads this form ${hours}. ${phone ? `To ask where to send it, call ${phone}.` : 'Ask prison staff or your probation worker how to get it there.'}`,
      },
    },
  };
}
