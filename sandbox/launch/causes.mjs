import { Failure } from './failure.mjs';

const AGAIN = 'Then run the same command again';
const TELL_NPM = 'tell npm: npm config set https-proxy';

/** What npm says of a network that does not carry. */
const NO_WAY =
	/\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|E[A-Z]*TIMEDOUT)\b|network timeout/;

/**
 * The Failure for a full disk, by what a system call or a program said of it.
 * @param {string} text
 */
export function diskFailure(text) {
	if (!/\b(?:ENOSPC|EDQUOT|SQLITE_FULL)\b|database or disk is full/.test(text)) return undefined;
	return new Failure(
		`There is no space left on the disk. A fresh clone takes about 4 GB, and npm keeps more in its own cache. Free some. ${AGAIN}.`,
	);
}

/**
 * The Failure for a registry that npm does not reach, by what npm printed.
 * @param {string} text
 * @param {NodeJS.ProcessEnv} [env]
 */
export function networkFailure(text, env = process.env) {
	const sentence = networkSentence(text, proxyOf(env));
	return sentence === undefined ? undefined : new Failure(`${sentence} ${AGAIN}.`);
}

/**
 * @param {string} text
 * @param {string | undefined} proxy
 */
function networkSentence(text, proxy) {
	const [host = 'its registry'] = /(?<=https?:\/\/)[^/\s'"@]+(?=\/)/.exec(text) ?? [];
	if (/\b407 Proxy/.test(text))
		return `The proxy ${proxy ?? 'of this network'} asks npm for a login (407); ${TELL_NPM} http://USER:PASSWORD@HOST:PORT.`;
	if (/invalid config [^\n]*proxy=/.test(text))
		return `The address of the proxy is no URL. Correct it in HTTPS_PROXY, or ${TELL_NPM} http://HOST:PORT.`;
	const [certificate] = /\b[A-Z_]*(?:CERT|SIGNATURE)[A-Z_]*$/m.exec(text) ?? [];
	if (certificate !== undefined)
		return `npm does not trust the certificate of ${host} (${certificate}). Where a proxy has put its own in its place: npm config set cafile FILE.`;
	const [code] = NO_WAY.exec(text) ?? [];
	if (code === undefined) return undefined;
	return proxy === undefined
		? `npm cannot reach ${host} (${code}). Is this machine online? Behind a proxy, ${TELL_NPM} http://HOST:PORT.`
		: `npm cannot reach ${host} through the proxy ${proxy} (${code}). Correct its address in HTTPS_PROXY, or ${TELL_NPM} http://HOST:PORT.`;
}

/**
 * Host and port of the proxy that npm was told to use; its whole address may hold a password.
 * @param {NodeJS.ProcessEnv} env
 */
function proxyOf(env) {
	const given = Object.entries(env);
	for (const name of ['npm_config_https_proxy', 'npm_config_proxy', 'https_proxy', 'http_proxy']) {
		const [, address = ''] = given.find(([key]) => key.toLowerCase() === name) ?? [];
		if (URL.canParse(address)) return new URL(address).host;
	}
	return undefined;
}
