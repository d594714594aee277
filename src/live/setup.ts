/** What a session is asked to be, as the SDK takes it (`LiveConnectConfig`, ai.google.dev/api/live). Pure. */
import type { Config } from '../config/schema.ts';
import type { OpenOptions } from './session.ts';

export interface SetupFacts extends OpenOptions {
  readonly live: Config['live'];
  readonly instruction: string;
}

/** Only what is wanted is in it: the service closes the connection at a field that a model does not take. */
export function setupFor({ live, instruction, handle, tools }: SetupFacts): object {
  const { voice, language, temperature, transcription, compression } = live;
  return {
    responseModalities: ['AUDIO'],
    systemInstruction: instruction,
    speechConfig: {
      voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } },
      ...(language !== undefined && { languageCode: language }),
    },
    ...(temperature !== undefined && { temperature }),
    // The button says when somebody speaks.
    realtimeInputConfig: {
      automaticActivityDetection: { disabled: true },
      activityHandling: 'START_OF_ACTIVITY_INTERRUPTS',
      turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
    },
    // Without a handle it still asks for handles; `null` would be refused.
    sessionResumption: handle === undefined ? {} : { handle },
    // 64-bit numbers are text in JSON.
    contextWindowCompression: {
      triggerTokens: String(compression.triggerTokens),
      slidingWindow: { targetTokens: String(compression.targetTokens) },
    },
    ...(transcription.input && { inputAudioTranscription: {} }),
    ...(transcription.output && { outputAudioTranscription: {} }),
    // Models differ in whether they wait for answers by themselves: it is always said.
    ...(tools.length > 0 && {
      tools: [{ functionDeclarations: tools.map((tool) => ({ ...tool, behavior: 'BLOCKING' })) }],
    }),
  };
}
