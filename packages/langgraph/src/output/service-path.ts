/** The path that langchain-aws shows for a URI of the service. */
export function shownPath(uri: string): string {
  return uri.replace('file://', '');
}

/** Relative to the working directory, as the tools take it. */
export function workingPath(uri: string): string {
  return shownPath(uri).replace(/^\/+/, '');
}
