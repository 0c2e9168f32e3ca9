/** Where the editor page reads and writes content/. */
export interface Repository {
  host: 'github' | 'gitlab' | 'gitea';
  /** Like trust/website. */
  name: string;
  branch: string;
  /** The address of the host's interface. */
  apiUrl: string;
}

const apiUrls = { github: 'https://api.github.com', gitlab: 'https://gitlab.com/api/v4', gitea: 'https://codeberg.org/api/v1' } as const;

/** Reads EDITOR_REPOSITORY, whose form settings.ts has looked at: github:trust/website@main, gitea:https://their.host/trust/website. */
export function readRepository(setting: string): Repository {
  const [, host = '', server, name = '', branch = 'main'] = /^(\w+):(https:\/\/[^/]+)?\/?([^@]+)(?:@(.+))?$/.exec(setting) ?? [];
  const known = host as Repository['host'];
  return { host: known, name, branch, apiUrl: server ? server + new URL(apiUrls[known]).pathname : apiUrls[known] };
}
