const SECRET = /api.?key|^key$|pass(?:word|wd|phrase)?$|secret|token$|credential|^auth/i;

/** Whether what stands under `key` may be a secret, so that it is never shown. */
export const looksSecret = (key: string): boolean => SECRET.test(key);
