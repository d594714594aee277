import type { Environment } from '../../config/environment.ts';
import { type Check, type Finding, good, note } from '../check.ts';
import type { Host } from '../host.ts';
import { type Card, cardOf } from './card.ts';
import { journalSettings } from './journal-settings.ts';
import { judgeLifeTime } from './life-time.ts';
import { stateFolder } from './state-folder.ts';

/** What wears an SD card out: it is what fails first on a device that runs for years. */
export const wearCheck = (environment: Pick<Environment, 'stateDir'>): Check => ({
  name: 'wear',
  async run({ host, config }) {
    const card = cardOf(host, '/') ?? cardOf(host, stateFolder(host, config, environment).path);
    if (card === undefined) return [good('The system does not run on an SD card.')];
    const lifeTime = judgeLifeTime({
      name: card.name,
      lifeTime: host.read(`/sys/block/${card.name}/device/life_time`),
      endOfLife: host.read(`/sys/block/${card.name}/device/pre_eol_info`),
    });
    const worn = [...accessTimes(card), ...journal(host), ...swap(host)];
    if (worn.length > 0) return [...lifeTime, ...worn];
    const what = card.type === 'SD' ? 'SD card' : 'eMMC';
    return [...lifeTime, good(`The system runs on an ${what} (${card.name}), and is easy on it.`)];
  },
});

function accessTimes({ mount: { point, type, options } }: Card): Finding[] {
  const details = { mount: point, type, options };
  const seconds = Number(
    options.find((each) => /^commit=\d+$/.test(each))?.slice('commit='.length),
  );
  return [
    ...(options.includes('noatime') || options.includes('relatime') || options.includes('ro')
      ? []
      : [
          note(`${point} writes to the card whenever a file is read.`, {
            lines: [`in /etc/fstab, add noatime to the options of ${point}, and restart`],
            details,
          }),
        ]),
    ...(seconds < USUAL_COMMIT_S && seconds > 0
      ? [
          note(`${point} writes to the card every ${seconds} seconds (commit=${seconds}).`, {
            lines: [`in /etc/fstab, leave commit=${seconds} out`],
            details,
          }),
        ]
      : []),
  ];
}

function journal(host: Host): Finding[] {
  const { Storage = 'auto', SystemMaxUse = '' } = journalSettings(host);
  const folder = '/var/log/journal';
  const isKept =
    Storage === 'persistent' || (Storage === 'auto' && host.owner(folder) !== undefined);
  if (!isKept || SystemMaxUse !== '' || cardOf(host, folder) === undefined) return [];
  return [
    note('The journal of the whole system is written to the card.', {
      lines: [
        'to keep it in memory (it is gone after a restart): Storage=volatile below [Journal] in /etc/systemd/journald.conf.d/card.conf',
        'to keep it short: SystemMaxUse=64M there; then sudo systemctl restart systemd-journald',
      ],
      details: { storage: Storage },
    }),
  ];
}

function swap(host: Host): Finding[] {
  const onCard = (host.read('/proc/swaps') ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/)[0] ?? '')
    .filter((file) => isOnCard(host, file));
  if (onCard.length === 0) return [];
  return [
    note(`Memory is swapped out to the card (${onCard.join(', ')}).`, {
      lines: [
        `to swap into compressed memory: sudo swapoff ${onCard[0]} && sudo apt install zram-tools`,
      ],
      details: { swaps: onCard },
    }),
  ];
}

/** A partition of the card, or a file on it. */
function isOnCard(host: Host, file: string): boolean {
  if (file.startsWith('/dev/')) return /^\/dev\/mmcblk\d/.test(file);
  return file.startsWith('/') && cardOf(host, file) !== undefined;
}

/** ext4 writes what is new every five seconds unless told otherwise. */
const USUAL_COMMIT_S = 5;
