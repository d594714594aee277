/** What a template is made of: texts, and what stands in the braces. */
export type Token =
  /** Goes out as it is. */
  | { readonly kind: 'data'; readonly text: string }
  /** `{{` or `{%`, and what closes it. */
  | { readonly kind: 'open'; readonly text: '{{' | '{%' }
  | { readonly kind: 'close'; readonly text: '}}' | '%}' }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'int'; readonly text: string; readonly value: bigint }
  | { readonly kind: 'float'; readonly text: string; readonly value: number }
  | { readonly kind: 'end'; readonly text: '' };
