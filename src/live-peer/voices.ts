/** Whose voices there are. */
import type { Setup } from './setup-message.ts';

/** docs.cloud.google.com, "configure language and voice": the prebuilt voices, in their exact spelling. */
const VOICES = new Set(
  (
    'Zephyr Puck Charon Kore Fenrir Leda Orus Aoede Callirrhoe Autonoe Enceladus Iapetus Umbriel ' +
    'Algieba Despina Erinome Algenib Rasalgethi Laomedeia Achernar Alnilam Schedar Gacrux ' +
    'Pulcherrima Achird Zubenelgenubi Vindemiatrix Sadachbia Sadaltager Sulafat'
  ).split(' '),
);

/** Voices of the catalogue (ai.google.dev/api/voices), which grows: known by their form. */
const CATALOGUE_VOICE = /^en-us-[a-z]+$/;

export function voiceFault(
  { generationConfig }: Setup,
  voices: 'prebuilt' | 'catalogue',
): string | undefined {
  const voice = generationConfig?.speechConfig?.voiceConfig?.prebuiltVoiceConfig?.voiceName;
  if (voice === undefined || VOICES.has(voice)) return undefined;
  if (voices === 'catalogue' && CATALOGUE_VOICE.test(voice)) return undefined;
  return 'no matching speaker voice';
}
