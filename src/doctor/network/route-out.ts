import type { Host } from '../host.ts';

/** Whether a route leads out of this device's own network, as the kernel says in /proc (proc(5)). */
export function routeOut(host: Pick<Host, 'read'>): 'there' | 'none' | 'not known' {
  const v4 = host.read('/proc/net/route');
  if (v4 === undefined) return 'not known';
  const v6 = host.read('/proc/net/ipv6_route') ?? '';
  const isDefaultV4 = v4.split('\n').some((line) => /^\S+\t00000000\t/.test(line));
  // The kernel itself keeps one that leads nowhere, on `lo`.
  const isDefaultV6 = v6.split('\n').some((line) => /^0{32} 00 .*(?<! lo)$/.test(line.trimEnd()));
  return isDefaultV4 || isDefaultV6 ? 'there' : 'none';
}
