/** Made by the Vite plugin in integration.ts. */
declare module 'virtual:editor' {
  export const EDITOR_REPOSITORY: import('./repository.ts').Repository;
}

/** The part of Sveltia's API used here. The package is optional, so its own types may be missing. */
declare module '@sveltia/cms' {
  interface Formatter {
    fromFile(file: string): Record<string, unknown>;
    toFile(data: Record<string, unknown>): string;
  }
  interface SaveEvent {
    entry: { toJS(): { path: string; data: Record<string, unknown> } };
  }
  const CMS: {
    registerCustomFormat(name: string, extension: string, formatter: Formatter): void;
    registerEventListener(listener: { name: 'preSave'; handler(event: SaveEvent): void }): void;
    init(options: { config: unknown }): void;
  };
  export default CMS;
}
