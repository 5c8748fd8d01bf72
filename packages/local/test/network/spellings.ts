/** Hosts that no session may reach, in the spellings that have fooled filters. Each may stand before `:port` in CONNECT. */
export function hostileHosts(): string[] {
  const v4 = FORBIDDEN_V4.flatMap(spellingsOfV4);
  const embedded = FORBIDDEN_V4.flatMap(v4InV6);
  return [...new Set([...v4, ...embedded, ...FORBIDDEN_V6.map((address) => `[${address}]`), ...NAMES])];
}

const FORBIDDEN_V4 = [
  '127.0.0.1', '127.0.0.53', '127.255.255.254', '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255',
  '192.168.0.1', '192.168.255.255', '169.254.169.254', '169.254.170.2', '169.254.0.1', '100.64.0.1', '100.100.100.200',
  '100.127.255.255', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1',
  '239.255.255.255', '240.0.0.1', '255.255.255.255', '168.63.129.16', '192.88.99.1',
];

const FORBIDDEN_V6 = [
  '::', '::1', '0:0:0:0:0:0:0:1', '0000::0001', 'fe80::1', 'febf::1', 'fec0::1', 'fc00::1', 'fd00::1', 'fd00:ec2::254', 'fd20:ce::254',
  'fdff:ffff::1', 'ff02::1', 'ff05::2', '100::1', '2001::1', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '3fff::1', '5f00::1',
  '4000::1', '8000::1', '1::1', '::2', '64:ff9b:1::1', '64:ff9b:1::a00:1',
];

const NAMES = [
  'localhost', 'LOCALHOST', 'localhost.', 'LocalHost.', 'foo.localhost', 'foo.localhost.', 'localhost.localdomain', 'ip6-localhost',
  'ip6-loopback',
  'metadata', 'metadata.google.internal', 'METADATA.GOOGLE.INTERNAL.', 'metadata.goog', 'instance-data', 'instance-data.ec2.internal',
  'host.docker.internal', 'gateway.docker.internal', 'host.containers.internal', 'kubernetes', 'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local', 'router.lan', 'printer.local', 'nas.home.arpa', 'vault.corp', 'db', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ', 'ｌｏｃａｌｈｏｓｔ',
  'loc%61lhost', 'local\u00adhost', 'localhost。', 'metadata。google。internal',
];

function spellingsOfV4(address: string): string[] {
  const bytes = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const octal = (value: number): string => `0${value.toString(8)}`;
  const hexadecimal = (value: number): string => `0x${value.toString(16)}`;
  return [
    address, `${address}.`, String(whole), hexadecimal(whole), hexadecimal(whole).toUpperCase(), octal(whole), `000${octal(whole)}`,
    bytes.map(octal).join('.'), bytes.map(hexadecimal).join('.'), bytes.map((value) => `0000${value.toString(8)}`).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`, `${a}.${b}.${c * 256 + d}`, `${hexadecimal(a)}.${octal(b)}.${c}.${d}`,
    address.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))), address.replaceAll('.', '。'),
    address.replace(/^\d/, (digit) => `%3${digit}`), `${address.replaceAll('.', '%2e')}`, `[::ffff:${address}]`, `[::${address}]`,
  ];
}

function v4InV6(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const [high, low] = [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
  return [
    `[::ffff:${high}:${low}]`, `[0:0:0:0:0:FFFF:${high}:${low}]`, `[::${high}:${low}]`, `[::ffff:0:${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[64:ff9b::${address}]`, `[2002:${high}:${low}::1]`, `[2001:0:${high}:${low}::]`, `[2001:0:0:0:0:0:${high}:${low}]`,
  ];
}
