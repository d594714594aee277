/** Of which just one has to be all of the word. */
export const oneOf = (...words: readonly string[]): RegExp =>
  new RegExp(`^(?:${words.join('|')})$`, 'u');
