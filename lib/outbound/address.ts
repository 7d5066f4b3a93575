import { BlockList, isIP } from "node:net";

/** IPv4 that is nobody's public host (RFC 6890 and the registry that it began; security.md C34). */
const SPECIAL_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Inside 2000::/3, the only IPv6 that is unicast and global: protocols, Teredo, documentation, 6to4 and its like. */
const SPECIAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

function listOf(subnets: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = "", bits] = subnet.split("/");
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}

const special = { 4: listOf(SPECIAL_V4, "ipv4"), 6: listOf(SPECIAL_V6, "ipv6") };
const globalV6 = listOf(["2000::/3"], "ipv6");

/**
 * Whether an address as a resolver gives it is a public host's. Decided by numbers, never by prefixes of text; whatever
 * carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo) is not, and no zone is.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special[4].check(address, "ipv4");
    case 6:
      return !address.includes("%") && globalV6.check(address, "ipv6") && !special[6].check(address, "ipv6");
    default:
      return false;
  }
}
