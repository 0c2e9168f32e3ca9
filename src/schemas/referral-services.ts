import named from '../../content/referral-services.json' with { type: 'json' };

/**
 * The services a referral can name: the words of each by its value. JSON and not YAML, because it is bundled into the
 * server and into platform functions, which have no file system.
 */
export const referralServiceNames: Readonly<Record<string, string>> = named;

/** Every answer to "Which service?". Each value also names a mailbox: see `Form.mailboxes`. */
export const serviceOptions: Readonly<Record<string, string>> = {
  ...referralServiceNames,
  other: 'Something else',
  unsure: 'I am not sure',
};
