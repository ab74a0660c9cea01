/** What the bundler makes of an import with this suffix: a worker's own file, imported as its URL. */
declare module "*?worker&url" {
  const url: string
  export default url
}
