declare module 'virtual:page-addresses' {
  const addresses: readonly string[];
  export default addresses;
}
