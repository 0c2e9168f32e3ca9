declare module 'virtual:open-referral' {
  const catalogue: import('./catalogue.ts').Catalogue;
  export default catalogue;
}
