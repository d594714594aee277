import type { Button } from '../../src/button/button.ts';
import type { Health } from '../../src/system/health.ts';

/** Starts a button and writes down what it tells. */
export function hear(button: Button) {
  const told: ('press' | 'release')[] = [];
  const health: Health[] = [];
  button.start({
    press: () => told.push('press'),
    release: () => told.push('release'),
    health: (state) => health.push(state),
  });
  return { told, health };
}
