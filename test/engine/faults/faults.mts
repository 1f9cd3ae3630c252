import type { IncomingHttpHeaders } from 'node:http';
import type { Strike } from '../../support/faultProxy.mts';

/** A fault that an operation may meet. */
export type Fault = {
	/** What the network, the service or a stranger does; `docs/faults.md` shows it. */
	answer: string;
	/** How often; for good when it is left out. */
	times?: number;
	/** How n8n runs the node; as any other one unless given. */
	runs?: 'cancelled' | 'with retries' | 'as a tool, twice' | 'twice' | 'without an id, twice';
} & (
	| { strike: Strike }
	/** Before anything can be sent: what the operating system or TLS says. */
	| { connection: string }
	/** The address is one of TLS, and nothing there speaks it. */
	| { tls: true }
	/** Nothing but the way in which n8n runs it. */
	| { nothing: true }
);

export type FaultClass = 'network' | 'http' | 'time' | 'n8n';

const page = (title: string, text = title): string =>
	`<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${text}</h1></body></html>\n`;
const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };
const answering = (
	status: number,
	body?: unknown,
	headers: Record<string, string> = {},
): { strike: Strike } => ({ strike: { answer: { status, body, headers } } });
const stranger = (status: number, title: string, headers: Record<string, string> = {}) =>
	answering(status, page(title), { ...html, ...headers });
const afterWork = (status: number, body: unknown, headers = {}): { strike: Strike } => ({
	strike: { answer: { status, body, headers }, worked: true },
});
const limited = (headersAt: (now: number) => Record<string, string>): { strike: Strike } => ({
	strike: { answer: { status: 429, body: { message: 'Too Many Attempts.' }, headersAt } },
});
const seconds = (time: number): string => String(Math.ceil(time / 1_000));

/** What a proxy's page of diagnostics repeats. */
const echo = (headers: IncomingHttpHeaders): string =>
	page('Bad gateway', `You sent ${JSON.stringify(headers)}`);

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const LARGE_PAGE = answering(200, `<!DOCTYPE html>${' '.repeat(50 * 2 ** 20)}`, html);

/** By their names in the tables, each once. */
export const FAULTS: Record<FaultClass, Record<string, Fault>> = {
	network: {
		'refused once': { answer: 'ECONNREFUSED', connection: 'ECONNREFUSED', times: 1 },
		refused: { answer: 'ECONNREFUSED', connection: 'ECONNREFUSED' },
		'no host': { answer: 'ENOTFOUND', connection: 'ENOTFOUND' },
		'name server busy once': { answer: 'EAI_AGAIN', connection: 'EAI_AGAIN', times: 1 },
		'no route once': { answer: 'EHOSTUNREACH', connection: 'EHOSTUNREACH', times: 1 },
		'no route': { answer: 'EHOSTUNREACH', connection: 'EHOSTUNREACH' },
		'certificate expired': { answer: 'CERT_HAS_EXPIRED', connection: 'CERT_HAS_EXPIRED' },
		'certificate of another host': {
			answer: 'ERR_TLS_CERT_ALTNAME_INVALID',
			connection: 'ERR_TLS_CERT_ALTNAME_INVALID',
		},
		'no TLS': { answer: 'a port that speaks no TLS', tls: true },
		'reset before once': {
			answer: 'connection reset, unread',
			strike: { cut: 'before' },
			times: 1,
		},
		'reset before': { answer: 'connection reset, unread', strike: { cut: 'before' } },
		'reset while sending once': {
			answer: 'connection reset in the middle of the file',
			strike: { cut: 'sending' },
			times: 1,
		},
		'reset after once': {
			answer: 'connection reset after the work',
			strike: { cut: 'worked' },
			times: 1,
		},
		'reset after': { answer: 'connection reset after the work', strike: { cut: 'worked' } },
		'answer cut once': { answer: 'half of the answer', strike: { cut: 'answer' }, times: 1 },
		'answer cut': { answer: 'half of the answer', strike: { cut: 'answer' } },
		'no HTTP once': {
			answer: 'bytes that are no HTTP',
			strike: { garbage: 'SSH-2.0-OpenSSH_9.2\r\n' },
			times: 1,
		},
		'no HTTP': { answer: 'bytes that are no HTTP', strike: { garbage: 'SSH-2.0-OpenSSH_9.2\r\n' } },
		'broken compression': {
			answer: '200, said to be gzip and is none',
			...answering(200, 'no gzip', { ...json, 'content-encoding': 'gzip' }),
		},
		'silent once': { answer: 'nothing', strike: { silent: 'before' }, times: 1 },
		silent: { answer: 'nothing', strike: { silent: 'before' } },
		'silent after the work': { answer: 'nothing, after the work', strike: { silent: 'worked' } },
		'silent in the answer once': {
			answer: 'half of the answer, then nothing',
			strike: { silent: 'answer' },
			times: 1,
		},
		'silent in the answer': {
			answer: 'half of the answer, then nothing',
			strike: { silent: 'answer' },
		},
	},
	http: {
		'302 to another host': {
			answer: '302 to another host',
			...answering(302, '', { location: 'https://other.invalid/v3/stolen' }),
		},
		'307 to a login': {
			answer: '307 to a login page',
			...answering(307, page('Sign in'), { ...html, location: '/login' }),
		},
		'308 without an address': { answer: '308 without an address', ...answering(308) },
		'400 of the service': { answer: '400', ...answering(400, { message: 'Bad value' }) },
		'401 of the service': { answer: '401', ...answering(401, { message: 'Unauthenticated.' }) },
		'401 of a stranger': {
			answer: '401 and a page',
			...stranger(401, 'Authorization Required', { 'www-authenticate': 'Basic realm="proxy"' }),
		},
		'402 of the service': { answer: '402', ...answering(402, { message: 'Payment required' }) },
		'403 of the service': { answer: '403', ...answering(403, { message: 'No permission' }) },
		'403 of a stranger': {
			answer: '403 and a page of a firewall',
			...stranger(403, 'Attention Required! | Cloudflare'),
		},
		'403 in a word': {
			answer: '403 and "error code: 1020"',
			...answering(403, 'error code: 1020'),
		},
		'403 once': { answer: '403 and a page', times: 1, ...stranger(403, 'Request blocked') },
		'404 once': { answer: '404', times: 1, ...answering(404, { message: 'Not found' }) },
		'404 of the service': { answer: '404', ...answering(404, { message: 'Not found' }) },
		'404 of a stranger': { answer: '404 and a page', ...stranger(404, '404 Not Found') },
		'405 of the service': { answer: '405', ...answering(405, { message: 'Not allowed' }) },
		'406 of a stranger': { answer: '406 and a page', ...stranger(406, 'Not Acceptable') },
		'407 of a proxy': {
			answer: '407',
			...stranger(407, 'Proxy login', { 'proxy-authenticate': 'Basic realm="p"' }),
		},
		'408 once': { answer: '408', times: 1, ...answering(408, { message: 'Too slow' }) },
		'409 of the service': { answer: '409', ...answering(409, { message: 'Conflict' }) },
		'410 of the service': { answer: '410', ...answering(410, { message: 'Gone' }) },
		'413 of the service': { answer: '413', ...answering(413, { message: 'File too large' }) },
		'413 of a stranger': {
			answer: '413 and a page',
			...stranger(413, '413 Request Entity Too Large'),
		},
		'415 of the service': { answer: '415', ...answering(415, { message: 'Unsupported type' }) },
		'422 of the service': {
			answer: '422 and a list',
			...answering(422, { message: 'Not valid', errors: { file: ['The file is broken.'] } }),
		},
		'425 once': { answer: '425', times: 1, ...answering(425, { message: 'Too early' }) },
		'429 with seconds once': {
			answer: '429, Retry-After: 7',
			times: 1,
			...limited(() => ({ 'retry-after': '7' })),
		},
		'429 with a date once': {
			answer: '429, Retry-After: a date in 20 s',
			times: 1,
			...limited((now) => ({ 'retry-after': new Date(now + 20_000).toUTCString() })),
		},
		'429 with words once': {
			answer: '429, Retry-After: soon',
			times: 1,
			...limited(() => ({ 'retry-after': 'soon' })),
		},
		'429 below zero once': {
			answer: '429, Retry-After: -5',
			times: 1,
			...limited(() => ({ 'retry-after': '-5' })),
		},
		'429 with a window once': {
			answer: '429, X-RateLimit-Reset in 12 s',
			times: 1,
			...limited((now) => ({
				'x-ratelimit-remaining': '0',
				'x-ratelimit-reset': seconds(now + 12_000),
			})),
		},
		'429 with milliseconds once': {
			answer: '429, X-RateLimit-Reset in 9 s, in ms',
			times: 1,
			...limited((now) => ({
				'x-ratelimit-remaining': '0',
				'x-ratelimit-reset': String(now + 9_000),
			})),
		},
		'429 of a draft once': {
			answer: '429, RateLimit-Reset: 6',
			times: 1,
			...limited(() => ({ 'ratelimit-remaining': '0', 'ratelimit-reset': '6' })),
		},
		'429 alone once': { answer: '429', times: 1, ...limited(() => ({})) },
		'429 of a stranger once': {
			answer: '429 and a page',
			times: 1,
			...stranger(429, 'Too Many Requests'),
		},
		'429 with hours': {
			answer: '429, Retry-After: 86400',
			...limited(() => ({ 'retry-after': '86400' })),
		},
		'429 for good': { answer: '429', ...limited(() => ({})) },
		'429 too large': {
			answer: '429, "too large"',
			...answering(429, { detail: 'The uploaded document is too large' }),
		},
		'500 once': { answer: '500', times: 1, ...answering(500, { message: 'Server Error' }) },
		'500 for good': { answer: '500', ...answering(500, { message: 'Server Error' }) },
		'500 after the work once': {
			answer: '500, after the work',
			times: 1,
			...afterWork(500, { message: 'Server Error' }, json),
		},
		'502 that repeats the request': {
			answer: '502, a page that repeats the headers',
			...answering(502, echo, html),
		},
		'502 once': { answer: '502 and a page', times: 1, ...stranger(502, 'Bad Gateway') },
		'502 after the work once': {
			answer: '502 and a page, after the work',
			times: 1,
			...afterWork(502, page('Bad Gateway'), html),
		},
		'503 with seconds once': {
			answer: '503, Retry-After: 15',
			times: 1,
			...answering(503, page('Maintenance'), { ...html, 'retry-after': '15' }),
		},
		'503 with hours': {
			answer: '503, Retry-After: 7200',
			...answering(503, page('Maintenance'), { ...html, 'retry-after': '7200' }),
		},
		'503 for good': { answer: '503 and a page', ...stranger(503, 'Service Unavailable') },
		'504 after the work once': {
			answer: '504 and a page, after the work',
			times: 1,
			...afterWork(504, page('Gateway Time-out'), html),
		},
		'200 with a page once': { answer: '200 and a page', times: 1, ...stranger(200, 'Sign in') },
		'200 with a page': { answer: '200 and a page', ...stranger(200, 'Sign in') },
		'200 with a page after the work once': {
			answer: '200 and a page, after the work',
			times: 1,
			...afterWork(200, page('Down for maintenance'), html),
		},
		'200 with nothing': { answer: '200 and no body', ...answering(200) },
		'204': { answer: '204', ...answering(204) },
		'200 with broken JSON': {
			answer: '200 and half of a JSON',
			...answering(200, '{"id": "abc", "resu', json),
		},
		'200 with null': { answer: '200 and null', ...answering(200, 'null', json) },
		'200 with a list': { answer: '200 and []', ...answering(200, '[]', json) },
		'200 with an object': { answer: '200 and {}', ...answering(200, '{}', json) },
		'200 with a number': { answer: '200 and 7', ...answering(200, '7', json) },
		'200 with a failure': {
			answer: '200 and {"success": false}',
			...answering(200, { success: false, message: 'Something went wrong' }),
		},
		'200 with wrong types': {
			answer: '200 and wrong types',
			...answering(200, {
				id: { $oid: 'x' },
				processing_id: [7],
				status: 7,
				documents: { 0: null },
				data: 'none',
				results: 'none',
				workflows: 3,
				pagination: [],
				balance: 'many',
			}),
		},
		'200 with deep JSON': {
			answer: '200 and 9,999 lists in one another',
			...answering(200, deep(9_999), json),
		},
		'200 with 50 MB once': { answer: '200 and a page of 50 MB', times: 1, ...LARGE_PAGE },
		'200 with 50 MB': { answer: '200 and a page of 50 MB', ...LARGE_PAGE },
	},
	time: {
		late: { answer: 'the answer, late', strike: { lateMs: 40_000 } },
		'out of order': { answer: 'the first answer after the second', strike: { order: 'reversed' } },
	},
	n8n: {
		'cancelled before the work': {
			answer: 'nothing until the user stops the run',
			strike: { silent: 'before' },
			runs: 'cancelled',
		},
		'cancelled after the work': {
			answer: 'nothing after the work, until the user stops the run',
			strike: { silent: 'worked' },
			runs: 'cancelled',
		},
		'retried after a reset': {
			answer: 'connection reset after the work; Retry On Fail',
			strike: { cut: 'worked' },
			times: 1,
			runs: 'with retries',
		},
		'retried while it is down': {
			answer: '503 and a page, for good; Retry On Fail',
			...stranger(503, 'Service Unavailable'),
			runs: 'with retries',
		},
		'as a tool': { answer: 'two calls', nothing: true, runs: 'as a tool, twice' },
		'as a tool after a reset': {
			answer: 'two calls, the first reset after the work',
			strike: { cut: 'worked' },
			times: 1,
			runs: 'as a tool, twice',
		},
		'in a loop': { answer: 'the same file in each round', nothing: true, runs: 'twice' },
		'without an execution id': {
			answer: 'two calls of an MCP client',
			nothing: true,
			runs: 'without an id, twice',
		},
		'without an execution id after a reset': {
			answer: 'two calls of an MCP client, the first reset after the work',
			strike: { cut: 'worked' },
			times: 1,
			runs: 'without an id, twice',
		},
	},
};

export function faultOf(name: string): Fault & { class: FaultClass } {
	for (const [kind, faults] of Object.entries(FAULTS)) {
		const fault = faults[name];
		if (fault) return { ...fault, class: kind as FaultClass };
	}
	throw new Error(`there is no fault ${name}`);
}
