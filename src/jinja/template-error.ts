/**
 * The only thing that the template language throws: a template that is not understood, or that cannot be
 * rendered with the variables it was given. The message is a sentence.
 */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
