import { z } from 'zod';
import type { Catalogue, Service, ServiceSummary } from './catalogue.ts';

// What a question to /open-referral/v3/ is answered with. Knows nothing of the web but the words of an address.

export interface ApiResponse {
  status: 200 | 400 | 404;
  body: unknown;
}

const whole = (least: number, most: number, says: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: says })
    .transform(Number)
    .refine((number) => number >= least && number <= most, { error: says });

const paging = {
  page: whole(1, 999_999_999, 'page is a whole number, 1 or more').default(1),
  per_page: whole(1, 100, 'per_page is a whole number from 1 to 100').default(50),
};

const age = (name: string) => whole(0, 150, `${name} is an age in whole years`).optional();
const time = (name: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, { error: `${name} is a time like 09:30` })
    .optional();

const choosing = {
  ...paging,
  search: z.string().max(200, { error: 'search is 200 characters or fewer' }).optional(),
  taxonomy_term_id: z.string().optional(),
  taxonomy_id: z.string().optional(),
  minimum_age: age('minimum_age'),
  maximum_age: age('maximum_age'),
  start_time: time('start_time'),
  end_time: time('end_time'),
  day: z.string().min(1, { error: 'day is a day of the week' }).optional(),
};

/** The parameters of the standard by list; any other is passed over, as programs send some to every address. */
const parameters = {
  services: z.object(choosing),
  service_at_locations: z.object({ ...choosing, postcode: z.string().optional(), proximity: z.string().optional() }),
  taxonomies: z.object(paging),
  taxonomy_terms: z.object(paging),
} as const;

type Chosen = z.infer<(typeof parameters)['services']>;

function fits(service: Service, { search = '', taxonomy_term_id: term, taxonomy_id: taxonomy, ...limits }: Chosen): boolean {
  const { minimum_age, maximum_age, start_time, end_time, day } = limits;
  // Our sources give no ages and no times: who asks for a service by one of them must not be shown a guess.
  if ([minimum_age, maximum_age, start_time, end_time, day].some((limit) => limit !== undefined)) return false;
  const text = `${service.name} ${service.description}`.toLowerCase();
  const terms = service.attributes.map(({ taxonomy_term }) => taxonomy_term);
  return (
    search
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    (term === undefined || terms.some(({ id }) => id === term)) &&
    (taxonomy === undefined || terms.some(({ taxonomy_id }) => taxonomy_id === taxonomy))
  );
}

const inList = ({ service_areas: _areas, funding: _funding, attributes: _attributes, ...service }: Service): ServiceSummary => service;

function pageOf<T>(all: readonly T[], { page, per_page }: { page: number; per_page: number }) {
  const contents = all.slice((page - 1) * per_page, page * per_page);
  const pages = Math.ceil(all.length / per_page);
  return {
    total_items: all.length,
    total_pages: pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page >= pages,
    empty: contents.length === 0,
    contents,
  };
}

const nothingHere: ApiResponse = {
  status: 404,
  body: { error: `Nothing is here. There are: ${Object.keys(parameters).join(', ')}, each as a list and each entry by its id.` },
};

/**
 * @param path what stands after /open-referral/v3/
 * @param asked the parameters of the address
 */
export function handleRequest(catalogue: Catalogue, path: string, asked: URLSearchParams): ApiResponse {
  const [list, id, ...more] = path.split('/').filter(Boolean);
  if (list === undefined) return { status: 200, body: catalogue.about };
  if (!Object.hasOwn(parameters, list) || more.length > 0) return nothingHere;
  // Nothing is known of where and when a service could be visited, so that list is empty.
  const lists = { ...catalogue, service_at_locations: [] };
  const name = list as keyof typeof parameters;
  if (id !== undefined) {
    const one = [...lists[name]].find((each: { id: string }) => each.id === id.toLowerCase());
    return one
      ? { status: 200, body: one }
      : { status: 404, body: { error: `No entry of ${name} has this id. /${name} lists those there are.` } };
  }
  const given = parameters[name].safeParse(Object.fromEntries(asked));
  if (!given.success) return { status: 400, body: { error: given.error.issues.map(({ message }) => message).join('; ') } };
  if (name !== 'services') return { status: 200, body: pageOf<unknown>(lists[name], given.data) };
  const found = catalogue.services.filter((service) => fits(service, given.data));
  return { status: 200, body: pageOf(found.map(inList), given.data) };
}
