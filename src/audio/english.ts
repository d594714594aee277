/**
 * The environment for a program whose words are read: in English, whatever the language of the machine.
 * ALSA's programs and the C library translate what they say.
 */
export const inEnglish = (): NodeJS.ProcessEnv => ({
  // biome-ignore lint/style/noProcessEnv: it is passed on to another program; no setting of ours is read.
  ...process.env,
  LC_ALL: 'C',
});
