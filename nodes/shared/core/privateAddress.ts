const PRIVATE_IPV4 = /^(127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./;
const PRIVATE_IPV6 = /^\[(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/i;

/**
 * Whether an address is one of this machine or of a private network, which a service on the
 * internet cannot reach.
 */
export function isPrivate({ hostname }: URL): boolean {
	return (
		/^localhost$|\.(localhost|local|internal|lan)$/i.test(hostname) ||
		PRIVATE_IPV4.test(hostname) ||
		PRIVATE_IPV6.test(hostname)
	);
}
