import { z } from 'zod';

// What the schemas of Open Referral UK 3.0 (openreferraluk.org) ask of what we have: which keys must be there, and of
// what form each is. A key that is not here, we do not have: strict, so that a new one is looked up in the standard first.
const id = z.uuid();
const text = z.string().min(1);
const link = z.url({ protocol: /^https?$/ });

const organization = z.strictObject({ id, name: text, description: text, website: link.optional() });
const taxonomy = z.strictObject({ id, name: text, description: text });
const term = z.strictObject({ ...taxonomy.shape, taxonomy: text, taxonomy_id: id });
const inList = z.strictObject({
  id,
  name: text,
  description: text,
  url: link,
  status: z.enum(['active', 'inactive', 'defunct', 'temporarily closed']),
  alert: text.optional(),
  assured_date: z.iso.date(),
  organization,
});
const ofService = { id, service_id: id };

const kinds = {
  service_list: inList,
  service: z.strictObject({
    ...inList.shape,
    service_areas: z.array(z.strictObject({ ...ofService, name: text })),
    funding: z.array(z.strictObject({ ...ofService, source: text })),
    attributes: z.array(z.strictObject({ id, link_id: id, taxonomy_term_id: id, taxonomy_term: term })),
  }),
  taxonomy,
  taxonomy_term: term,
};

/** What the standard finds wrong with an entry, each in a line. */
export function schemaIssues(kind: keyof typeof kinds, entry: unknown): string[] {
  // As it goes over the wire, where what is undefined is not there.
  const { error } = kinds[kind].safeParse(JSON.parse(JSON.stringify(entry)));
  return error?.issues.map(({ path, message }) => `${path.join('/')} ${message}`) ?? [];
}
