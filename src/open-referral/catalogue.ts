import { v5 } from 'uuid';
import { addressOf, type Content } from '../content-files/read-content.ts';
import { topics } from '../schemas/index.ts';

// The services as the Open Referral UK standard writes them (HSDS-UK 3.0, openreferraluk.org). What the sources do not
// say is left out, and never guessed: no phones, no addresses, no times, no ages, no costs.

interface Organization {
  id: string;
  name: string;
  description: string;
  website?: string;
}

interface Taxonomy {
  id: string;
  name: string;
  description: string;
}

interface TaxonomyTerm extends Taxonomy {
  taxonomy: string;
  taxonomy_id: string;
}

/** A service in a list: only what it has one of. */
export interface ServiceSummary {
  id: string;
  name: string;
  description: string;
  url: string;
  status: 'active' | 'defunct';
  /** What a person must know first. */
  alert?: string;
  /** The day someone last compared the description with its sources. */
  assured_date: string;
  organization: Organization;
}

export interface Service extends ServiceSummary {
  service_areas: { id: string; service_id: string; name: string }[];
  funding: { id: string; service_id: string; source: string }[];
  attributes: { id: string; link_id: string; taxonomy_term_id: string; taxonomy_term: TaxonomyTerm }[];
}

export interface Catalogue {
  /** What stands at the top: which standard this is, and that the body has closed. */
  about: { notice?: string; version: string; profile: string; openapi_url: string };
  services: Service[];
  taxonomies: Taxonomy[];
  taxonomy_terms: TaxonomyTerm[];
}

/** Made once for this site and never to be changed: every id that others have kept is worked out from it. */
const bodies = 'e741e9b6-2d0b-4341-a492-49d9626ff1be';

type From = Pick<Content, 'trust' | 'services' | 'partnerships' | 'partners' | 'places'>;

/** @param site the public address, which every link begins with */
export function buildCatalogue({ trust, services, partnerships, partners, places }: From, site: URL): Catalogue {
  const closed = trust.status === 'closed' ? trust : undefined;
  // The body's own id is what all others are worked out with: two bodies with /services/victims/ must not share one,
  // and a site that moves to another host keeps them.
  const body = v5(trust.name, bodies);
  const idOf = (address: string) => v5(address, body);

  const organization: Organization = {
    id: body,
    name: trust.name,
    description: closed ? `${closed.notice.lead} It worked in ${trust.area}.` : `It works in ${trust.area}.`,
    ...(!closed && { website: new URL('/', site).href }),
  };

  const taxonomy: Taxonomy = {
    id: idOf('/taxonomies/topics/'),
    name: 'Topics',
    description: 'The subjects by which this site marks services and partnership projects.',
  };
  const termOf = (topic: keyof typeof topics): TaxonomyTerm => ({
    id: idOf(`/taxonomies/topics/${topic}/`),
    name: topics[topic],
    description: `Services and partnership projects that this site marks with “${topics[topic]}”.`,
    taxonomy: taxonomy.name,
    taxonomy_id: taxonomy.id,
  });

  function serviceOf(address: string, { data }: From['services'][number]): Service {
    const id = idOf(address);
    const past = closed !== undefined || data.archive;
    const alert = closed ? `${closed.notice.lead} ${closed.unverified_note}` : trust.unverified_note;
    const { who, how_long, how_to_get_a_place, run_with, where } = data.key_facts;
    const described = [
      ...(closed ? [`${closed.notice.lead} ${closed.notice.text}`] : []),
      data.description,
      ...(past && trust.described_as_of ? [`${trust.described_as_of} ${data.described_in}:`] : []),
      `Who it is for: ${who}`,
      ...(how_long ? [`How long: ${how_long}`] : []),
      `How people get a place: ${how_to_get_a_place}`,
      ...(run_with ? [`Run with: ${run_with}`] : []),
      ...(where ? [`Where: ${where}`] : []),
    ];
    return {
      id,
      name: data.title,
      description: described.join('\n'),
      url: new URL(address, site).href,
      status: past ? 'defunct' : 'active',
      ...(past && alert && { alert }),
      assured_date: data.last_reviewed,
      organization,
      service_areas: data.places
        .filter((place) => places[place]?.kind === 'area')
        .map((place) => ({ id: idOf(`${address}#place-${place}`), service_id: id, name: places[place]?.name ?? place })),
      funding: data.partners
        .filter((partner) => partners[partner]?.kind === 'funders')
        .map((partner) => ({
          id: idOf(`${address}#partner-${partner}`),
          service_id: id,
          source: `${partners[partner]?.name}, ${partners[partner]?.as_of}`,
        })),
      attributes: data.topics.map((topic) => ({
        id: idOf(`${address}#topic-${topic}`),
        link_id: id,
        taxonomy_term_id: termOf(topic).id,
        taxonomy_term: termOf(topic),
      })),
    };
  }

  const inOrder = (work: From['services']) => work.toSorted((one, other) => one.data.order - other.data.order);
  return {
    about: {
      ...(closed && { notice: `${closed.notice.lead} ${closed.notice.text}` }),
      version: 'HSDS-UK-3.0',
      profile: 'https://docs.openreferraluk.org/en/latest/',
      openapi_url: 'https://openreferraluk.org/specifications/3.0/openapi.json',
    },
    services: [
      ...inOrder(services).map((service) => serviceOf(addressOf('services', service.id), service)),
      ...inOrder(partnerships).map((project) => serviceOf(addressOf('partnerships', project.id), project)),
    ],
    taxonomies: [taxonomy],
    taxonomy_terms: (Object.keys(topics) as (keyof typeof topics)[]).map(termOf),
  };
}
