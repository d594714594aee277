import { bad, type Check, type Finding, good, note } from '../check.ts';
import type { Host } from '../host.ts';

/** The programs of Debian's `alsa-utils`, and what each of them is for. */
const PROGRAMS = { arecord: 'hears', aplay: 'plays', amixer: 'sets levels' } as const;

/** Whether what sound needs is installed. */
export const programsCheck: Check = {
  name: 'programs',
  async run({ host, signal }) {
    const absent: string[] = [];
    for (const program of Object.keys(PROGRAMS)) {
      const run = await host.run(program, ['--version'], signal);
      if (run.state === 'absent') absent.push(program);
    }
    return [installed(absent), rateConverter(host)];
  },
};

function installed(absent: readonly string[]): Finding {
  const details = { absent };
  if (absent.length === 0) return good('arecord, aplay and amixer are installed.', { details });
  return bad(`Not installed: ${absent.join(', ')}.`, {
    lines: ['sudo apt install alsa-utils'],
    details,
  });
}

/**
 * Most cards have neither 16 nor 24 kHz. ALSA converts with the Speex resampler if it finds it, else by
 * drawing straight lines between samples (alsa-lib, pcm_rate.c), which adds hiss to speech.
 */
function rateConverter(host: Host): Finding {
  const files = ['/usr/lib', ...host.list('/usr/lib').map((name) => `/usr/lib/${name}`)].flatMap(
    (folder) => host.list(`${folder}/alsa-lib`).map((name) => `${folder}/alsa-lib/${name}`),
  );
  const file = files.find((each) => each.endsWith(`/${CONVERTER}`));
  if (file !== undefined) return good('A good rate converter is installed.', { details: { file } });
  return note(
    'ALSA has no good rate converter: a card without 16 and 24 kHz sounds worse than it could.',
    { lines: ['sudo apt install libasound2-plugins'], details: { file: null } },
  );
}

const CONVERTER = 'libasound_module_rate_speexrate.so';
