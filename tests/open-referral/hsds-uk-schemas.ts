import { z } from 'zod';

// The schemas of Open Referral UK 3.0 (openreferraluk.org), for the fields this site has. Strict, so that a new field has to
// be looked up in the standard first.
const id = z.uuid();
const text = z.string().min(1);
const link = z.url({ protocol: /^https?$/ });

const organization = z.strictObject({ id, name: text, description: text, website: link.optional() });
const taxonomy = z.strictObject({ id, name: text, description: text });
const term = z.strictObject({ ...taxonomy.shape, taxonomy: text, taxonomy_id: id });
const serviceSummary = z.strictObject({
  id,
  name: text,
  description: text,
  url: link,
  status: z.enum(['active', 'inactive', 'defunct', 'temporarily closed']),
  alert: text.optional(),
  assured_date: z.iso.date(),
  organization,
});
const serviceChild = { id, service_id: id };

const schemas = {
  service_list: serviceSummary,
  service: z.strictObject({
    ...serviceSummary.shape,
    service_areas: z.array(z.strictObject({ ...serviceChild, name: text })),
    funding: z.array(z.strictObject({ ...serviceChild, source: text })),
    attributes: z.array(z.strictObject({ id, link_id: id, taxonomy_term_id: id, taxonomy_term: term })),
  }),
  taxonomy,
  taxonomy_term: term,
};

/** How an entry breaks the standard, one line for each issue. */
export function schemaIssues(name: keyof typeof schemas, entry: unknown): string[] {
  // As it is sent: JSON leaves out undefined values.
  const { error } = schemas[name].safeParse(JSON.parse(JSON.stringify(entry)));
  return error?.issues.map(({ path, message }) => `${path.join('/')} ${message}`) ?? [];
}
