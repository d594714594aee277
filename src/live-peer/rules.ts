/** Pure: what the setup and the model make of the rules of a connection. */
import type { ModelRules } from './models.ts';
import type { Rules } from './protocol-state.ts';
import type { PeerSettings } from './settings.ts';
import type { Setup } from './setup-message.ts';
import { detectionOf } from './speech-detector.ts';

export function rulesOf(setup: Setup, model: ModelRules, settings: PeerSettings): Rules {
  const { realtimeInputConfig = {}, historyConfig } = setup;
  const { automaticActivityDetection, activityHandling } = realtimeInputConfig;
  const manual = automaticActivityDetection?.disabled === true;
  const coverage = realtimeInputConfig.turnCoverage ?? model.turnCoverage;
  return {
    detection: manual ? { by: 'client' } : { by: 'service', ...detectionOf(setup) },
    handling: activityHandling === 'NO_INTERRUPTION' ? 'queue' : 'interrupt',
    between: BETWEEN[coverage],
    whileCallPending: settings.whileCallPending ?? model.whileCallPending,
    scheduling: model.scheduling,
    contextUpdate: model.contextUpdate,
    history: historyConfig?.initialHistoryInClientContent ? 'awaited' : 'over',
  };
}

const BETWEEN = {
  TURN_INCLUDES_ONLY_ACTIVITY: 'nothing',
  TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO: 'video',
  TURN_INCLUDES_ALL_INPUT: 'everything',
} as const;
