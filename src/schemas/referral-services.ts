import services from '../../content/referral-services.json' with { type: 'json' };

/**
 * The services a referral can name: the value in the form, and the words of the option. JSON and not YAML, because the
 * server, the tests and a platform's function, which has no disk, all import it.
 */
export const referralServices: Readonly<Record<string, string>> = services;
