import type { LoudspeakerFactory } from '../loudspeaker/loudspeaker.ts';
import type { Microphone } from '../microphone/microphone.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Mixer } from './mixer.ts';

/** A microphone whose card has its levels set whenever it is found to be there. */
export const microphoneWithLevels = (microphone: Microphone, mixer: Mixer): Microphone => ({
  start: (listener) => microphone.start({ ...listener, health: setting(mixer, listener.health) }),
  attend: (attention) => microphone.attend(attention),
  stop: () => microphone.stop(),
});

/** A loudspeaker whose card has its levels set whenever it is found to be there. */
export const loudspeakerWithLevels =
  (make: LoudspeakerFactory, mixer: Mixer): LoudspeakerFactory =>
  (report) => {
    const loudspeaker = make(setting(mixer, report));
    return {
      prepare: () => loudspeaker.prepare(),
      play: (sound) => loudspeaker.play(sound),
      close: async () => {
        await Promise.all([loudspeaker.close(), mixer.close()]);
      },
    };
  };

const setting =
  (mixer: Mixer, report: ReportHealth): ReportHealth =>
  (health) => {
    if (health.state === 'up') void mixer.apply();
    report(health);
  };
