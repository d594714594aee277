/** Loaded into the daemon before its own code (`--import`): on SIGUSR2 its event loop never turns again. */
if (process.argv[2] === 'run')
  process.on('SIGUSR2', () => {
    for (;;);
  });
