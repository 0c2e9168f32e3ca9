/** Who reads the forms, as content/trust.yaml says; nothing while nobody does. */
export interface Reader {
  who: string;
  hours: string;
  reply_within?: string | undefined;
  phone?: string | undefined;
}

export interface ReaderNotices {
  /** True while no reader is named: then nothing here asks anyone for help. */
  isDemonstration: boolean;
  /** Under the title and above each button. `strong` stands first, in bold. */
  onForm: { strong: string; text: string; help?: { strong: string; text: string; link: { text: string; href: string } } };
  sentTitle: (usual: string) => string;
  /** Of sentences that only someone who reads the form can keep, those that may be shown: all, or none. */
  ifStaffed: (usual: readonly string[]) => readonly string[];
  /** Paragraphs of the page after sending, before what happens next. */
  onSent: string[];
  /** First line of the mail; none with a reader named. */
  inMail: string[];
  onPaper: {
    /** Heads the first sheet, and `strong` stands at the foot of each: sheets come apart. None with a reader named. */
    example?: { strong: string; text: string };
    /** Above the first question. `strong` stands first, in bold. */
    before: { strong: string; text: string };
    /** On the screen alone: where to turn instead. */
    help?: ReaderNotices['onForm']['help'];
  };
}

// A letter from prison is opened, and one at home may be.
const readByOthers = 'Other people may read this paper. Do not write about crimes, health or risk.';

/**
 * Every word that depends on whether someone reads the forms. A sentence that needs a reply time or a number the reader
 * did not give is left out. All other words of a form must be true in both cases: that is tested over every page.
 * @param body what the body is called where a sentence begins, like The Trust
 */
export function readerNotices(reader: Reader | undefined, body: string): ReaderNotices {
  if (!reader) {
    const help = {
      strong: 'Need real help?',
      text: 'If someone is in danger, call 999. For anything else, see',
      link: { text: 'Who to contact today', href: '/help/today/' },
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
        before: { strong: readByOthers, text: '' },
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
      before: {
        strong: readByOthers,
        text: `${who} reads this form ${hours}. ${phone ? `To ask where to send it, call ${phone}.` : 'Ask prison staff or your probation worker how to get it there.'}`,
      },
    },
  };
}
