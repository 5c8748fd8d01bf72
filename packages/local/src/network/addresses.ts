import { NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { Address } from './destination.js';

/** As `os.networkInterfaces`. */
export type Interfaces = () => NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Cloud metadata and host services whose address looks public, or that are worth a name of their own in a refusal. */
const METADATA = new Set([
  '169.254.169.254', // AWS, Google Cloud, Azure, DigitalOcean, Oracle
  '169.254.170.2', // ECS task credentials
  '169.254.170.23', // EKS pod identity
  '100.100.100.200', // Alibaba Cloud
  '192.0.0.192', // Oracle Cloud, classic
  '168.63.129.16', // Azure's host agent: an address that is routable anywhere else
  'fd00:ec2::254', // AWS
  'fd00:ec2::23', // EKS pod identity
  'fd20:ce::254', // Google Cloud
]);

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Attached networks wider than these are default routes in disguise (VPNs), not neighbours. */
const WIDEST_NEIGHBOURHOOD = { ipv4: 8, ipv6: 32 };

const RANGE_NAMES: Readonly<Record<string, string>> = {
  private: 'a private address',
  uniqueLocal: 'a private address',
  loopback: 'the loopback of the machine that runs the service',
  unspecified: 'the loopback of the machine that runs the service',
  linkLocal: 'a link-local address',
  carrierGradeNat: 'an address of a carrier-grade NAT',
  multicast: 'a multicast address',
  broadcast: 'the broadcast address',
};

export function isMetadata(address: Address): boolean {
  return METADATA.has(embeddedIn(address).toString());
}

/** Why an address is not the internet: the end of the sentence "It is …". Undefined if it is the internet. */
export function whyNotPublic(address: Address, interfaces: Interfaces = networkInterfaces): string | undefined {
  if (isMetadata(address)) return 'a metadata address';
  const real = embeddedIn(address);
  const range = real.range();
  if (range !== 'unicast') return RANGE_NAMES[range] ?? `in a reserved range (${range})`;
  if (real.kind() === 'ipv6' && !real.match(GLOBAL_UNICAST)) return 'in a reserved range';
  return whyOurs(real, interfaces);
}

/** NAT64 leads to the IPv4 address in its last 32 bits: on an IPv6-only network that is all of the IPv4 internet. */
function embeddedIn(address: Address): Address {
  if (address.kind() === 'ipv4') return address;
  if (address.match(NAT64)) return ipaddr.fromByteArray(address.toByteArray().slice(12));
  return ipaddr.process(address.toString());
}

/** Read anew each time: laptops change networks. */
function whyOurs(address: Address, interfaces: Interfaces): string | undefined {
  for (const own of Object.values(interfaces()).flat()) {
    if (own === undefined) continue;
    const ownAddress = ipaddr.process(own.address);
    if (ownAddress.kind() !== address.kind()) continue;
    if (ownAddress.toString() === address.toString()) return 'an address of the machine that runs the service';
    if (own.cidr === null) continue;
    const [network, bits] = ipaddr.parseCIDR(own.cidr);
    if (bits >= WIDEST_NEIGHBOURHOOD[address.kind()] && address.kind() === network.kind() && address.match([network, bits])) {
      return 'in a network that the machine that runs the service is attached to';
    }
  }
  return undefined;
}
