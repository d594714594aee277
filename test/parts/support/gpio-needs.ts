/** What the tests of GPIO in the device lab need of this machine. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { noLab } from './lab.ts';

/** Why no line of a chip can be tried, if none can. */
export const noGpio: string | undefined = noLab ?? whyNoTools();

/** Why the package `onoff` cannot be tried, if it cannot. */
export const noOnoff: string | undefined = noGpio ?? whyNoOnoff();

/** The ways to reach a line, with why one of them is skipped. */
export const WAYS = [
  { way: 'onoff', skipped: noOnoff === undefined ? '' : `(skipped: ${noOnoff})` },
  { way: 'libgpiod', skipped: '' },
];

function whyNoTools(): string | undefined {
  return existsSync('/usr/bin/gpiomon')
    ? undefined
    : 'the tools of libgpiod are not here (Debian package gpiod)';
}

function whyNoOnoff(): string | undefined {
  try {
    createRequire(import.meta.url)('onoff');
    return undefined;
  } catch (error) {
    return `the package onoff cannot be loaded: ${String(error).split('\n')[0]}`;
  }
}
