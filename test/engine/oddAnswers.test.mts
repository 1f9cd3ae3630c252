import type { Answered, MadeUp, Strike } from '../support/faultProxy.mts';
import { problemsOf } from './faults/check.mts';
import { FaultBench } from './faults/run.mts';
import { FAULT_SERVICES, handwritingOcr, ocriva } from './faults/services.mts';

const bench = new FaultBench();
beforeAll(async () => await bench.start());
afterAll(async () => await bench.stop());

const JSON_TYPE = { 'content-type': 'application/json' };

const sent = (change: (body: Buffer) => Buffer | string, headers = JSON_TYPE): Strike => ({
	change: ({ status, body }: Answered): MadeUp => ({ status, headers, body: change(body) }),
});

/** Only the first answer. */
const once = (change: (body: Buffer) => Buffer | string): Strike => {
	let isFirst = true;
	return sent((body) => {
		const given = isFirst ? change(body) : body;
		isFirst = false;
		return given;
	});
};

const inEnvelope = sent((body) => `{"success":true,"data":${body.toString()}}`);

const UPLOADS = ['Document > Upload', 'Document > Process', 'Document > Upload'];
const READINGS = ['Document > Get', 'Result > Get', 'Record > Get'];
const LISTS = ['Document > Get Many', 'Workflow > Get Many', 'Record > Get Many'];

describe.each(
	FAULT_SERVICES.map((service, index) => ({
		service,
		name: service.name,
		upload: UPLOADS[index] ?? '',
		reading: READINGS[index] ?? '',
		list: LISTS[index] ?? '',
	})),
)('$name', ({ service, upload, reading, list }) => {
	const struck = async (operation: string, strike: Strike) =>
		await bench.strike(service, operation, strike, await bench.open(service));
	const plain = async (operation: string) => await bench.itemsWithoutFault(service, operation);
	const failed = async (operation: string, strike: Strike) => {
		const observed = await struck(operation, strike);
		return { ...observed, problems: problemsOf(observed) };
	};
	const refused = async (operation: string, status: number, body: unknown) =>
		await struck(operation, { answer: { status, body } });

	it('reads an answer in an envelope', async () => {
		for (const operation of [upload, `${upload}, waiting`, reading, list])
			expect((await struck(operation, inEnvelope)).items).toEqual(await plain(operation));
	});

	it.each([
		['in two envelopes', (body: string) => `{"status":"success","data":{"result":${body}}}`],
		['in the envelope of a gateway', (body: string) => `{"statusCode":200,"body":${body}}`],
		['as text inside JSON', (body: string) => JSON.stringify(body)],
		['as text in an envelope', (body: string) => JSON.stringify({ body })],
	])('reads an answer %s', async (_case, wrap) => {
		for (const operation of [upload, reading, list]) {
			const strike = sent((body) => wrap(body.toString()));
			expect((await struck(operation, strike)).items).toEqual(await plain(operation));
		}
	});

	it.each([
		['Down &amp; out\n  since&nbsp;noon ', 'a web page titled "Down & out since noon"'],
		['\u202eTitle<b>', 'a web page titled'],
		[`${'long '.repeat(50)}`, 'a web page titled "long long'],
		['', 'a web page'],
	])('tells a page of a fault by its title: %s', async (title, told) => {
		const body = `<!doctype html>\n<html><head><title lang="en">${title}</title></head></html>`;
		const { outcome, problems } = await failed(reading, { answer: { status: 503, body } });
		expect(outcome).toContain(`The service answered with status 503: ${told}`);
		expect(outcome.length).toBeLessThan(200);
		expect(outcome).not.toMatch(/[<\n]/);
		expect(problems).toEqual([]);
	});

	it('shows nothing of a page inside JSON, nor a secret in a title', async () => {
		const inside = { message: '<html><title>Bad gateway</title></html>' };
		const { outcome } = await failed(reading, { answer: { status: 502, body: inside } });
		expect(outcome).toBe('The service answered with status 502');
		const account = await bench.open(service);
		const body = `<html><title>Denied ${account.secrets.join(' ')}</title></html>`;
		const strike: Strike = { answer: { status: 500, body } };
		const told = await bench.strike(service, reading, strike, account);
		expect(told.outcome).toContain('a web page titled "Denied ***');
		expect(problemsOf(told)).toEqual([]);
	});

	it.each([
		['with a byte order mark', (body: Buffer) => `\ufeff${body.toString()}`],
		['in UTF-16', (body: Buffer) => Buffer.from(`\ufeff${body.toString()}`, 'utf16le')],
	])('reads an answer %s', async (_case, change) => {
		expect((await struck(reading, sent(change))).items).toEqual(await plain(reading));
	});

	it('reads the letters of an answer in Latin-1', async () => {
		const change = (body: Buffer) =>
			Buffer.from(body.toString().replaceAll('text of', 'Übung für'), 'latin1');
		const { items } = await struck(reading, sent(change));
		expect(items).toMatchObject([{ json: { text: 'Übung für old scan.png, page 1' } }]);
	});

	it('asks again for an answer that was cut off', async () => {
		const { items, sent: times } = await struck(
			reading,
			once((body) => body.subarray(0, -9)),
		);
		expect(items).toEqual(await plain(reading));
		expect(times).toBe(2);
	});

	it.each([
		['Cloudflare', { success: false, errors: [{ code: 1020, message: 'Blocked by Cloudflare' }] }],
		['a firewall', { status: 403, error: 'Forbidden', message: 'Stopped by the firewall' }],
		['a gateway of AWS', { Message: 'User is not authorized to perform: execute-api:Invoke' }],
		['Imperva, in words', 'Request unsuccessful. Incapsula incident ID: 78-12'],
		['Envoy, in words', 'RBAC: access denied'],
		['Azure', { error: { code: '403', message: 'Blocked by Azure Front Door' } }],
		['a tunnel, in words', 'Tunnel abc.example.com not found'],
		['a proxy of a company, in words', 'Host not in allowlist'],
		['a store of files, in XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
	])('knows a refusal of %s for one', async (_case, body) => {
		for (const operation of [upload, reading]) {
			const { outcome, nextStep, paid } = await refused(operation, 403, body);
			expect(outcome).toMatch(/^The request was blocked in front of the service \(status 403\)/);
			expect(nextStep).toMatch(/^Check that no firewall, proxy or login page stands between/);
			expect(`${outcome} ${nextStep}`).not.toMatch(/credit/i);
			expect(paid).toBe(0);
		}
	});

	it.each([
		[403, { message: 'Rate limit exceeded' }],
		[400, { error: 'Too many requests, slow down' }],
		[420, 'Too Many Attempts.'],
	])('knows a rate limit that is told with %i', async (status, body) => {
		let isFirst = true;
		const change = (own: Answered): MadeUp => {
			const given = isFirst ? { status, body } : own;
			isFirst = false;
			return { ...given, headers: JSON_TYPE };
		};
		const { items } = await struck(reading, { change });
		expect(items).toEqual(await plain(reading));
		const { outcome } = await refused(reading, status, body);
		expect(outcome).toMatch(/^The service asks for fewer requests/);
	});

	it.each(['Basic realm="Intranet"', 'Negotiate', 'NTLM'])(
		'does not blame the key where a proxy asks for a login: %s',
		async (challenge) => {
			const headers = { 'www-authenticate': challenge };
			const { outcome } = await struck(reading, { answer: { status: 401, headers } });
			expect(outcome).toMatch(/^The request was blocked in front of the service \(status 401\)/);
		},
	);

	it('says that a network wants a login, and that nothing was sent', async () => {
		const { outcome } = await refused(upload, 511, '<html><title>Hotel</title></html>');
		expect(outcome).toBe(
			'The network asks for a login in front of the service (status 511): not the service answered but a web page titled "Hotel"',
		);
	});

	it.each([400, 409, 412, 421, 422, 423])(
		'waits on where a look at what was paid meets %i once',
		async (status) => {
			const waiting = `${upload}, waiting`;
			const answer = { status, body: { message: 'Not ready' } };
			let isFirst = true;
			const change = (own: Answered): MadeUp => {
				const given = isFirst ? answer : own;
				isFirst = false;
				return { ...given, headers: JSON_TYPE };
			};
			const { items, paid } = await struck(waiting, { change });
			expect(items).toEqual(await plain(waiting));
			expect(paid).toBe(1);
		},
	);

	it.each([
		['in a list', [{ message: 'Odd words' }]],
		['in an error with a list', { error: { errors: [{ reason: 'x', message: 'Odd words' }] } }],
		['as a title', { type: 'about:blank', title: 'Odd words', status: 400 }],
	])('repeats words of the service %s', async (_case, body) => {
		expect((await refused(reading, 400, body)).outcome).toMatch(/: Odd words$/);
	});
});

it('the Ocriva Trigger names no status that is none', async () => {
	const odd = { status: [{ a: 1 }], processingResult: null };
	const strike = sent((body) => JSON.stringify({ ...JSON.parse(body.toString()), ...odd }));
	const account = await bench.open(ocriva);
	const { outcome } = await bench.strike(ocriva, 'Trigger', strike, account);
	expect(outcome).toMatch(/was not finished after 120 s \(last status: unknown\)/);
});

it.each([
	[1_000, 'The service refused the upload (1000 page credits left)'],
	[0, 'Not enough page credits (0 page credits left)'],
])('403 without a word means what the balance says: %d', async (balance, message) => {
	const account = await bench.open(handwritingOcr);
	await bench.control.updateAccount(account.token, { balance });
	const strike: Strike = { answer: { status: 403, body: { ok: false } } };
	const { outcome } = await bench.strike(handwritingOcr, 'Document > Upload', strike, account);
	expect(outcome).toBe(message);
});
