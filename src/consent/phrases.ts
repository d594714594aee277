/** What is said in several words of which none says it alone, as one word that does. */
import { wordsOf } from './words.ts';

/** In lower-case words without marks, a space between two. */
const PHRASES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bdead bolts?\b/, ['deadbolt']],
  [/\block n go\b|\blaa?s(?:e|a)? (?:upp?|opp?)\b|\bremote open\b|\bpassage mode\b/, ['unlock']],
  [/\b(?:electric|door|gate|e) strike\b/, ['strike', 'buzzer']],
  [/\b(?:roller|rolling|roll up|up and over|metal shutter) doors?\b/, ['garagedoor', 'door']],
  [/\brideau metallique\b/, ['garagedoor']],
  [/\bbox auto\b/, ['garage']],
  [/\b(?:trunk|tailgate|boot|hatch|door|gate|lock|latch|strike) release\b/, ['open', 'door']],
  [
    /\bbuzz (?:in|me|them|him|her|us)\b|\blet (?:(?:me|us|them|him|her|guests?|visitors?|somebody|someone|people) )?in\b/,
    ['open', 'buzzer'],
  ],
  [
    /\b(?:rein|herein|hinein|ein)lassen\b|\blaisser entrer\b|\bdejar (?:entrar|pasar)\b/,
    ['open', 'buzzer'],
  ],
  [
    /\bfar entrare\b|\bdeixar entrar\b|\bbinnenlaten\b|\bslaepp in\b|\bluk ind\b|\bslipp inn\b/,
    ['open', 'buzzer'],
  ],
  // Not `safe mode`, nor what keeps a child or a pool safe.
  [
    /(?<!\b(?:fail|pet|child|kids?|baby|pool|dishwasher|stay|be|is|battery|frost) )\bsafes?\b(?! (?:mode|boot|start|state|charg|temp|level|limit|guard|zone|eject|remov|sleep|range|search|distance|shutdown|power|current|speed|touch|water|t\b))/,
    ['strongbox'],
  ],
  [/\bcoffre fort\b|\bcaja fuerte\b|\bcaixa forte\b/, ['strongbox']],
  [/\b(?:gun|weapons?|money|key) (?:cabinet|locker|box)\b/, ['strongbox']],
  [/\b(?:water|gas) mains?\b|\bmain (?:water|gas)\b|\b(?:water|gas) supply\b/, ['valve']],
  [/\barrivee (?:de |d )?(?:eau|gaz)\b|\bllave (?:de paso|del? (?:agua|gas))\b/, ['valve']],
  [
    /\b(?:water|gas|mains?) (?:shut ?off|cut ?off)\b|\bcoupure (?:d )?eau\b/,
    ['valve', 'watershutoff'],
  ],
  [/\b(?:horn|hupe|klaxon|honk) (?:(?:and|n|und|et|y|e|og|och) |lights\b)/, ['siren']],
  // Not against frost.
  [
    /(?<!\b(?:frost|freeze|surge|leak|flood|mouth|splash|dog|line|rail|power|battery) )\bguard\b/,
    ['guardmode'],
  ],
  [
    /\b(?:systeme|mode) de (?:securite|surveillance)\b|\bsistema (?:de|di) (?:seguridad|seguranca|sicurezza)\b/,
    ['guardmode'],
  ],
  [
    /\bremote start(?:er)?\b|\b(?:demarr\w*|arrancar|encender|avvi\w*|ligar) (?:(?:le|el|il|o) )?mot(?:eur|or|ore)\b/,
    ['engine'],
  ],
];

/** The words of a text, and behind them what several of them say together. */
export function heardIn(text: string): readonly string[] {
  const words = wordsOf(text);
  const known = KNOWN.get(words);
  if (known !== undefined) return known;
  const said = ` ${words.join(' ')} `;
  const more = PHRASES.flatMap(([pattern, meant]) => (pattern.test(said) ? meant : []));
  const heard = more.length === 0 ? words : [...words, ...more];
  KNOWN.set(words, heard);
  return heard;
}

/** By the words, which are the same list for the same text. */
const KNOWN = new WeakMap<readonly string[], readonly string[]>();
