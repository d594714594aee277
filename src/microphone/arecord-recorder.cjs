'use strict';

/**
 * What `node-record-lpcm16` starts for us. Its own way to call `arecord` leaves the period at 125 ms, so
 * that the end of a sentence would come late. Here sound comes every 40 ms, the longest piece the service
 * wants; each costs a waking of two processes. The buffer behind it adds no delay; it is what may pile up
 * while the machine is busy. Without `-q` it warns when the device keeps to a rate of its own.
 *
 * @param {{ device: string, sampleRate: number, channels: number, env: Record<string, string> }} options
 */
module.exports = ({ device, sampleRate, channels, env }) => ({
  cmd: 'arecord',
  args: [
    ...['-D', device],
    ...['-t', 'raw', '-f', 'S16_LE', '-c', String(channels), '-r', String(sampleRate)],
    ...['--period-time=40000', '--buffer-time=400000'],
    '-',
  ],
  // A group of its own: Ctrl-C in a terminal is for the daemon, which then stops this program itself.
  spawnOptions: { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true },
});
