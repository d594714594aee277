/** The last wall between a secret and what others can read. */

const HIDDEN = '[secret]';
/** Shorter ones occur by chance in other words. */
const SHORTEST = 4;

/** `text` without the `secrets`, however they are written in it, and without what looks like one. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const form of new Set(secrets.filter(isLongEnough).flatMap(formsOf)))
    clean = clean.replaceAll(form, HIDDEN);
  for (const { pattern, by } of PATTERNS) clean = clean.replace(pattern, by);
  return clean;
}

const isLongEnough = (secret: string): boolean => secret.length >= SHORTEST;

/** As it is, in JSON, in JSON inside JSON, in a URL, and in basic authentication alone. */
function formsOf(secret: string): string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const inUrl = encodeURIComponent(secret.toWellFormed());
  return [inJson(inJson(secret)), inJson(secret), secret, inUrl, inUrl.replaceAll('%20', '+')].sort(
    (a, b) => b.length - a.length,
  );
}

/** What may follow `=` in a URL or `:` in a header, up to its end; what is hidden already is not. */
const VALUE = String.raw`(?!\[secret)[^\s&"'\\<>,;)}\]]+`;

const PATTERNS: readonly { readonly pattern: RegExp; readonly by: string }[] = [
  // Query of a URL: the Gemini SDK puts the key there.
  {
    pattern: new RegExp(
      String.raw`\b((?:api_?|access_)?(?:key|token)|password|secret)=${VALUE}`,
      'gi',
    ),
    by: `$1=${HIDDEN}`,
  },
  // Headers, plain or as JSON, in whatever depth of quotes.
  {
    pattern: new RegExp(
      String.raw`\b(x-goog-api-key|authorization)(\\*["']?: ?\\*["']?)(?:(?:Bearer|Basic|Token) +)?${VALUE}`,
      'gi',
    ),
    by: `$1$2${HIDDEN}`,
  },
  { pattern: new RegExp(String.raw`\bBearer +${VALUE}`, 'gi'), by: `Bearer ${HIDDEN}` },
  // User and password before the host of a URL.
  { pattern: /(:\/\/)[^\s/?#@"'\\]+@/g, by: `$1${HIDDEN}@` },
  // Shapes of Google's keys and tokens.
  { pattern: /\bAIza[\w-]{20,}/g, by: HIDDEN },
  { pattern: /\bauth_tokens\/[\w-]+/g, by: HIDDEN },
  { pattern: /\bya29\.[\w.-]+/g, by: HIDDEN },
];
