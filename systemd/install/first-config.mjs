// Prints a first configuration, made from arguments as `button-pin=17`. It holds no secret.

const answers = new Map(
  process.argv.slice(2).map((argument) => {
    const at = argument.indexOf('=');
    return [argument.slice(0, at), argument.slice(at + 1)];
  }),
);

const text = (name) => answers.get(name) || undefined;

/** A GPIO part; `preset` leaves the number to the board. */
function line(name) {
  const pin = text(name);
  if (pin === undefined || pin === 'none') return undefined;
  return pin === 'preset' ? { type: 'gpio' } : { type: 'gpio', pin: Number(pin) };
}

/** Without keys that have no value, and nothing at all where no key is left. */
function filled(section) {
  const entries = Object.entries(section).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const configuration = filled({
  id: text('id'),
  name: text('name'),
  room: text('room'),
  button: line('button-pin'),
  lamp: line('lamp-pin'),
  microphone: filled({ preset: text('preset'), device: text('microphone') }),
  speaker: filled({ preset: text('preset'), device: text('speaker') }),
  mqtt: filled({ url: text('broker'), username: text('broker-user') }),
});

process.stdout.write(`${JSON.stringify(configuration ?? {}, undefined, 2)}\n`);
