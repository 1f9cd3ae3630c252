import dns from 'node:dns';
import type { CredentialValues } from './harness/index.mts';
import { useWorld } from './handwritingOcr/setup.mts';

const world = useWorld();

afterEach(() => jest.restoreAllMocks());

type Service = {
	type: string;
	operation: string;
	parameters?: Record<string, string>;
	/** A credential for an account of its own at this address of the sandbox. */
	open: (url: string) => Promise<{
		credentials: CredentialValues;
		created: () => Promise<number>;
	}>;
};

const SERVICES: Service[] = [
	{
		type: 'handwritingOcr',
		operation: 'upload',
		open: async (url) => {
			const { token } = await world.sandbox.createAccount();
			return {
				credentials: { handwritingOcrApi: { apiToken: token, baseUrl: `${url}/v3` } },
				created: async () => (await world.sandbox.control.documents(token)).length,
			};
		},
	},
	{
		type: 'natifAi',
		operation: 'process',
		parameters: { workflow: 'ocr' },
		open: async (url) => {
			const control = world.sandbox.of('natifAi');
			const { token } = await control.createAccount();
			return {
				credentials: { natifAiApi: { apiKey: token, baseUrl: `${url}/natif-ai` } },
				created: async () => (await control.documents(token)).length,
			};
		},
	},
	{
		type: 'ocriva',
		operation: 'upload',
		open: async (url) => {
			const control = world.sandbox.of('ocriva');
			const { token, projects } = await control.createAccount();
			const apiKey = projects[0]?.token ?? '';
			return {
				credentials: { ocrivaApi: { apiKey, baseUrl: `${url}/ocriva/v1` } },
				created: async () => (await control.documents(token)).length,
			};
		},
	},
];

/**
 * Makes the next connections fail, so many or all, before anything can be sent: with the code of a
 * fault of name servers, the network or certificates.
 */
function failConnections(code: string, times = Number.POSITIVE_INFINITY): jest.SpyInstance {
	const real = dns.lookup;
	let left = times;
	const failing = (...args: unknown[]): void => {
		const callback = args.at(-1);
		if (left-- > 0 && typeof callback === 'function')
			callback(Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: 'getaddrinfo' }));
		else Reflect.apply(real, dns, args);
	};
	return jest.spyOn(dns, 'lookup').mockImplementation(failing as typeof dns.lookup);
}

describe.each(SERVICES)('an upload of $type', ({ type, operation, parameters = {}, open }) => {
	const upload = async (credentials: CredentialValues) =>
		await world.engine.run({
			type,
			parameters: { resource: 'document', operation, waitForCompletion: false, ...parameters },
			credentials,
			input: await world.sampleItems('letter.png'),
			clockSpeed: 20,
		});
	const byName = () => world.sandbox.url.replace('127.0.0.1', 'localhost');

	it.each(['EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
		'is sent when the host can be reached again: %s',
		async (code) => {
			const { credentials, created } = await open(byName());
			const lookup = failConnections(code, 1);
			const { items, error } = await upload(credentials);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(lookup.mock.calls.length).toBeGreaterThan(1);
			expect(await created()).toBe(1);
		},
	);

	it('is told as never sent where there is no such host', async () => {
		const { credentials, created } = await open(byName());
		const lookup = failConnections('ENOTFOUND');
		const { error } = await upload(credentials);
		expect(error?.message).toMatch(/^There is no host localhost:\d+ \[item 0\]$/);
		expect(error?.description).toContain('Base URL');
		expect(lookup).toHaveBeenCalledTimes(1);
		expect(await created()).toBe(0);
	});

	it.each([
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'CERT_HAS_EXPIRED',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	])('is told as never sent where the certificate is not accepted: %s', async (code) => {
		const { credentials, created } = await open(byName());
		const lookup = failConnections(code);
		const { error } = await upload(credentials);
		expect(error?.message).toMatch(
			/^The certificate of localhost:\d+ is not accepted .+ \[item 0\]$/,
		);
		expect(error?.description).toContain('Base URL');
		expect(lookup).toHaveBeenCalledTimes(1);
		expect(await created()).toBe(0);
	});
});
