/** How the process ends (sysexits.h); systemd does not start it again after `configuration`. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 64,
  configuration: 78,
} as const;
