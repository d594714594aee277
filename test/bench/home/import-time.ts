/** How long it takes from the connection to the broker until everything that is there can be asked about. */
import { machineNowMs, sleep } from '../machine-clock.ts';
import { ENTITIES, known } from './big-home.ts';
import { BASE, type HomeParts } from './home-stage.ts';
import { Onlooker } from './onlooker.ts';

type Service = HomeParts['service'];

const BETWEEN_MS = 10;
const PATIENCE_MS = 30_000;

/**
 * The daemon is connected to a broker that keeps nothing, and then thrown over to that with the home. Its Live session
 * stands by then, so that the model can ask all the time.
 */
export async function importTime(
  { service, emptyBroker, broker }: HomeParts,
  begins: () => Promise<unknown>,
): Promise<number> {
  const onEmpty = await Onlooker.connect(emptyBroker.url, []);
  const onHome = await Onlooker.connect(broker.url, [`${BASE}/availability`]);
  let empty: 'up' | 'down' = 'up';
  try {
    onEmpty.ask();
    await service.hear('asked');
    await begins();
    const connected = onHome.next(`${BASE}/availability`);
    await emptyBroker.stop();
    empty = 'down';
    const connectedAtMs = await connected;
    const endMs = machineNowMs() + PATIENCE_MS;
    while ((await countOf(service)) < ENTITIES) await waitUntil(endMs, service);
    let importedAtMs = machineNowMs();
    for (const name of known)
      for (;;) {
        const { states, answeredAtMs } = await read(service, name);
        importedAtMs = answeredAtMs;
        if (states.some(({ state }) => !/^unknown/.test(state))) break;
        await waitUntil(endMs, service);
      }
    service.order({ type: 'end' });
    await service.hear('ended');
    return importedAtMs - connectedAtMs;
  } finally {
    onEmpty.close();
    onHome.close();
    if (empty === 'down') await emptyBroker.start();
  }
}

/** How many things can be found. */
export async function countOf(service: Service): Promise<number> {
  service.order({ type: 'call', call: { name: 'find_devices', args: {} } });
  const { response } = await service.hear('answered');
  const { status, message, devices } = response;
  if (status !== 'found' || !Array.isArray(devices)) return 0;
  return devices.length + Number(/There are (\d+) more/.exec(String(message))?.[1] ?? 0);
}

async function read(service: Service, name: string) {
  service.order({ type: 'call', call: { name: 'read_states', args: { name } } });
  const { response, answeredAtMs } = await service.hear('answered');
  const states = (response['states'] ?? []) as readonly { readonly state: string }[];
  return { states, answeredAtMs };
}

async function waitUntil(endMs: number, service: Service): Promise<void> {
  await sleep(BETWEEN_MS);
  if (machineNowMs() < endMs) return;
  throw new Error(`Only ${await countOf(service)} of ${ENTITIES} entities were imported.`);
}
