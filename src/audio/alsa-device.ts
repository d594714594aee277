/**
 * `device` with ALSA's converters before it: a card named by `hw:` offers nothing but its own rates, formats
 * and channels, and by `plughw:` any of them. All other names are left as they are.
 */
export const converting = (device: string): string =>
  /^hw(:|$)/.test(device) ? `plug${device}` : device;
