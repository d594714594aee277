'use strict';

/**
 * What `node-record-lpcm16` starts for us. Its own way to call `arecord` leaves the period at 125 ms, so
 * that the end of a sentence would come late. Here sound comes every 20 ms. The buffer behind it adds
 * no delay; it is what may pile up while the machine is busy.
 *
 * @param {{ device: string, sampleRate: number, channels: number }} options
 */
module.exports = ({ device, sampleRate, channels }) => ({
  cmd: 'arecord',
  args: [
    ...['-q', '-D', device],
    ...['-t', 'raw', '-f', 'S16_LE', '-c', String(channels), '-r', String(sampleRate)],
    ...['--period-time=20000', '--buffer-time=200000'],
    '-',
  ],
  // A group of its own: Ctrl-C in a terminal is for the daemon, which then stops this program itself.
  spawnOptions: { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
});
