const PRIVATE_NAME = /^localhost$|\.(localhost|local|internal|lan)$/;
/** Of this machine, of private and shared networks, of tests, and what no single machine has. */
const PRIVATE_IPV4 = new RegExp(
	[
		/^(0|10|127)\./,
		/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
		/^169\.254\./,
		/^172\.(1[6-9]|2\d|3[01])\./,
		/^192\.0\.0\./,
		/^192\.168\./,
		/^198\.1[89]\./,
		/^(22[4-9]|2[3-5]\d)\./,
	]
		.map(({ source }) => source)
		.join('|'),
);
const IPV4 = /^\d+(\.\d+){3}$/;
const PRIVATE_IPV6 = /^\[(::1?|f[cd][0-9a-f]{2}:.*|fe[89a-f][0-9a-f]:.*|ff[0-9a-f]{2}:.*)\]$/;
/** An IPv4 address inside an IPv6 one: mapped, compatible, and of a translator (RFC 6052). */
const IPV4_IN_IPV6 = /^\[(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/;

/**
 * Whether an address is one of this machine or of a private network, which a service on the
 * internet cannot reach. Names are not looked up: only what the address itself says counts. A name
 * without a dot is one of a private network, such as that of a container.
 */
export function isPrivate({ hostname }: URL): boolean {
	const host = hostname.replace(/\.$/, '');
	const inside = IPV4_IN_IPV6.exec(host);
	const ipv4 = inside ? dotted(inside[1] ?? '', inside[2] ?? '') : host;
	return (
		PRIVATE_NAME.test(host) ||
		(IPV4.test(ipv4) && PRIVATE_IPV4.test(ipv4)) ||
		PRIVATE_IPV6.test(host) ||
		!/[.:]/.test(host)
	);
}

/** The usual form of an IPv4 address whose halves are given as hexadecimal numbers. */
function dotted(high: string, low: string): string {
	return [high, low]
		.map((half) => Number.parseInt(half, 16))
		.flatMap((half) => [half >> 8, half & 255])
		.join('.');
}
