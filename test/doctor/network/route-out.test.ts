import { expect, test } from 'vitest';
import { routeOut } from '../../../src/doctor/network/route-out.ts';
import { fakeHost } from '../fake-host.ts';

const HEAD =
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const LAN = 'wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n';
const DEFAULT = 'wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n';
const ZERO = '0'.repeat(32);
const rest = (device: string) =>
  `${ZERO} 00 ${ZERO} 00 ${ZERO} 00000400 00000001 00000000 00000003    ${device}\n`;

test.each([
  ['there', HEAD + DEFAULT + LAN, undefined],
  ['none', HEAD + LAN, undefined],
  ['none', HEAD, rest('      lo')],
  ['there', HEAD, rest('   wlan0')],
  ['not known', undefined, undefined],
])('a way out of the network is %s', (is, v4, v6) => {
  const files = {
    ...(v4 && { '/proc/net/route': v4 }),
    ...(v6 && { '/proc/net/ipv6_route': v6 }),
  };
  expect(routeOut(fakeHost({ files }))).toBe(is);
});
