/** What a build knows of the editor page (editor-page.ts). */
declare module 'virtual:editor' {
  export const EDITOR_REPOSITORY: import('./repository.ts').Repository;
}

/** As much as is used here of a package that only who wants the editor page installs. */
declare module '@sveltia/cms' {
  interface Formatter {
    fromFile(file: string): Record<string, unknown>;
    toFile(data: Record<string, unknown>): string;
  }
  interface Saving {
    entry: { toJS(): { path: string; data: Record<string, unknown> } };
  }
  const CMS: {
    registerCustomFormat(name: string, extension: string, formatter: Formatter): void;
    registerEventListener(listener: { name: 'preSave'; handler(saving: Saving): void }): void;
    init(options: { config: unknown }): void;
  };
  export default CMS;
}
