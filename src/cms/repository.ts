/** The git repository that the editor page reads and writes. */
export interface Repository {
  host: 'github' | 'gitlab' | 'gitea';
  /** Like trust/website. */
  name: string;
  branch: string;
  /** The base URL of the host's API. */
  apiUrl: string;
}

const apiUrls = { github: 'https://api.github.com', gitlab: 'https://gitlab.com/api/v4', gitea: 'https://codeberg.org/api/v1' } as const;

/**
 * Parses EDITOR_REPOSITORY: github:trust/website@main, gitea:https://their.host/trust/website. The branch is main if omitted.
 * Expects a setting that settings.ts has validated, and does not throw for others.
 */
export function readRepository(setting: string): Repository {
  const [, host = '', server, name = '', branch = 'main'] = /^(\w+):(https:\/\/[^/]+)?\/?([^@]+)(?:@(.+))?$/.exec(setting) ?? [];
  const knownHost = host as Repository['host'];
  const apiUrl = apiUrls[knownHost];
  return { host: knownHost, name, branch, apiUrl: server ? server + new URL(apiUrl).pathname : apiUrl };
}
