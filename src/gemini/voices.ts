/** The voices that are known; there may be others, so that no voice is ever refused here. */
import { nearest } from '../config/nearest.ts';

/** docs.cloud.google.com, "Configure language and voice": spelled exactly so, or the service refuses them. */
export const PREBUILT_VOICES: readonly string[] = [
  ...['Achernar', 'Achird', 'Algenib', 'Algieba', 'Alnilam', 'Aoede', 'Autonoe', 'Callirrhoe'],
  ...['Charon', 'Despina', 'Enceladus', 'Erinome', 'Fenrir', 'Gacrux', 'Iapetus', 'Kore'],
  ...['Laomedeia', 'Leda', 'Orus', 'Puck', 'Pulcherrima', 'Rasalgethi', 'Sadachbia', 'Sadaltager'],
  ...['Schedar', 'Sulafat', 'Umbriel', 'Vindemiatrix', 'Zephyr', 'Zubenelgenubi'],
];

/** Voices of the catalogue (ai.google.dev/api/voices), which grows: known by their form. */
const CATALOGUE_VOICE = /^en-us-[a-z]+$/;

export type VoiceKind =
  | { readonly type: 'prebuilt' | 'catalogue' }
  /** `meant` is a known voice that is spelled nearly so. */
  | { readonly type: 'unknown'; readonly meant: string | undefined };

export function voiceKind(voice: string): VoiceKind {
  if (PREBUILT_VOICES.includes(voice)) return { type: 'prebuilt' };
  if (CATALOGUE_VOICE.test(voice)) return { type: 'catalogue' };
  const lower = voice.toLowerCase();
  const meant = CATALOGUE_VOICE.test(lower) ? lower : nearest(voice, PREBUILT_VOICES);
  return { type: 'unknown', meant };
}
