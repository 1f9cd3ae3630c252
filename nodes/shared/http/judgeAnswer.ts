import { ForeignAnswerFailure, NETWORK_LOGIN, ServiceFailure } from '../core/errors';
import { objectOf, parseJson } from '../core/json';
import { mediaTypeOf } from '../core/mime';
import { quoted } from '../core/quote';
import { apiText } from './errorText';
import { askedDelay, LONGEST_RETRY_AFTER_MS } from './retryPolicy';
import type { ApiAnswer, ErrorResponse, Service } from './service';
import { discard, isByteStream } from './streams';

/** What an answer has to be to count as the service's own. */
export interface Expected {
	/** Completes "The service answered with something else than ...", such as "a document". */
	what: string;
	isOwn(answer: ApiAnswer): boolean;
}

/** JSON with something in it, or an empty body. */
export const ANY_JSON: Expected = {
	what: 'JSON',
	isOwn: ({ body }) => (typeof body === 'string' ? body.trim() === '' : body !== null),
};

/** A picture or another file that is no text: its first bytes tell, whatever its label. */
export const ANY_FILE: Expected = { what: 'a file', isOwn: () => true };

/** What services put their answers into, from one version to the next. */
const ENVELOPES = ['data', 'result', 'document', 'record', 'payload', 'response', 'body'];
/** In one another. */
const MOST_ENVELOPES = 3;

/**
 * An answer, out of its envelopes where it came in some; one may be JSON that holds JSON as text.
 */
export function unwrapped(answer: ApiAnswer, expected: Expected): ApiAnswer {
	if (answer.status >= 300 || isByteStream(answer.body)) return answer;
	return opened(answer, expected, MOST_ENVELOPES) ?? answer;
}

function opened(answer: ApiAnswer, expected: Expected, left: number): ApiAnswer | undefined {
	const { body } = answer;
	if (expected.isOwn(answer)) return answer;
	const inside =
		typeof body === 'string' ? [parseJson(body)] : ENVELOPES.map((key) => objectOf(body)[key]);
	for (const value of left === 0 ? [] : inside) {
		if (typeof value !== 'object' && typeof value !== 'string') continue;
		const found = opened({ ...answer, body: value }, expected, left - 1);
		if (found && typeof found.body === 'object') return found;
	}
	return undefined;
}

/**
 * What is wrong with an answer; undefined when it is what was asked for. The one place that tells
 * the service's own answer from a stranger's.
 */
export function failureIn(
	answer: ApiAnswer,
	{ expects, ...asked }: Pick<ErrorResponse, 'route' | 'subject' | 'place'> & { expects: Expected },
	service: Pick<Service, 'describeError' | 'meaningOf' | 'addressHint'>,
): ServiceFailure | undefined {
	const { status, body } = answer;
	if (status < 300) {
		if (expects.isOwn(answer) && !isEmptyFile(answer) && !isPart(answer)) return undefined;
		discard(body);
		return foreignAnswer(answer, expects.what, service.addressHint);
	}
	if (isForeignRefusal(answer)) return foreignRefusal(answer, service.addressHint);
	const page = status >= 500 && typeof body === 'string' && isPage(body) ? titled(body) : null;
	const text = apiText(body) ?? page;
	const told = status < 500 && TOO_MANY.test(text ?? '') ? 429 : status;
	const refusal = { ...asked, status: told, text, body };
	const meaning = service.meaningOf?.(refusal) ?? told;
	const { message, nextStep } = service.describeError({ ...refusal, status: meaning });
	// A service redirects nothing (documented for none); portals redirect to their login.
	const Kind = status < 400 ? ForeignAnswerFailure : ServiceFailure;
	const step = meaning === status ? nextStep + waitRemark(answer) : nextStep;
	return new Kind(message, step, meaning, body).with({ httpStatus: status });
}

/** A rate limit, whatever the status that it is told with. */
const TOO_MANY = /rate.?limit|too many (?:requests|attempts)|throttl/i;

/** A part that nobody has asked for. */
function isPart({ status, body }: ApiAnswer): boolean {
	return status === 206 && isByteStream(body);
}

/** A text may be empty, no other file is. */
function isEmptyFile({ status, headers, body }: ApiAnswer): boolean {
	if (!isByteStream(body) || status === 202) return false;
	const isEmpty = headers['content-length'] === '0' && !mediaTypeOf(headers).startsWith('text/');
	return isEmpty || status === 204 || status === 205;
}

/** Said where the service asks for more patience than a run has. */
function waitRemark({ status, headers }: ApiAnswer): string {
	const asked = status === 429 || status === 503 ? askedDelay(headers) : null;
	if (asked === null || asked <= LONGEST_RETRY_AFTER_MS) return '';
	const minutes = Math.ceil(asked / 60_000);
	return minutes < 120
		? ` It asks to wait ${minutes} minutes.`
		: ` It asks to wait ${Math.ceil(minutes / 60)} hours.`;
}

/**
 * How portals and proxies ask for a login; no service of ours knows one with a name and a password.
 */
const LOGIN = /^(basic|negotiate|ntlm|digest)\b/i;
/** Of proxies and of networks that want a login. */
const OF_A_LOGIN = new Set([407, NETWORK_LOGIN]);

/**
 * Statuses that mean the same whoever answers: the request is too large, or there were too many.
 */
const OF_ANYBODY = new Set([413, 429]);

/** What firewalls, proxies and other web servers say where they send no page. */
const WORDS_OF_STRANGERS =
	/^(forbidden|unauthorized|(rbac: )?access denied|blocked|bad request|not acceptable|not found)\W*$|error code: ?\d|\b(proxy|gateway|nginx|apache|upstream|page not found|cannot (get|post|delete)|default backend|tunnel|deployment|host not (in|on|allowed)|upgrade required|misdirected request)\b/i;
/** The same in JSON too, where a service itself may speak of a gateway. */
const NAMES_OF_STRANGERS =
	/\b(firewall|waf|cloudflare|front door|ngrok|akamai|incapsula|imperva|zscaler|netskope|barracuda|sophos|forti(gate|guard|net|web)|mod_security|support id|incident id|execute-api|missing authentication token)\b/i;

/**
 * Whether a refusal comes from something else than the service: a web page, or a text such as
 * strangers give. An empty body leaves it open, and the services put their own refusals into JSON
 * or plain words. A fault of 500 and above is met alike whoever tells it.
 */
function isForeignRefusal({ status, headers, body }: ApiAnswer): boolean {
	if (OF_A_LOGIN.has(status)) return true;
	if (status < 400 || status >= 500 || OF_ANYBODY.has(status)) return false;
	if (status === 401 && LOGIN.test(String(headers['www-authenticate'] ?? ''))) return true;
	if (NAMES_OF_STRANGERS.test(apiText(body) ?? '')) return true;
	return typeof body === 'string' && (isPage(body) || WORDS_OF_STRANGERS.test(body.trim()));
}

function isPage(body: string): boolean {
	return /^\s*</.test(body);
}

/** @param what completes "something else than ...", such as "a document" */
export function foreignAnswer(
	answer: ApiAnswer,
	what: string,
	addressHint: string,
): ForeignAnswerFailure {
	return new ForeignAnswerFailure(
		`The service answered with something else than ${what}: ${kindOf(answer)}`,
		`Check the Base URL in the credential: ${addressHint} If it is right, something in front of the service answered, such as a firewall, a proxy, a login page or a page that tells of maintenance.`,
		answer.status,
		answer.body,
	);
}

function foreignRefusal(answer: ApiAnswer, addressHint: string): ForeignAnswerFailure {
	const { status, body } = answer;
	const asking = status === 407 ? 'A proxy' : 'The network';
	const what = OF_A_LOGIN.has(status) ? `${asking} asks for a login` : 'The request was blocked';
	return new ForeignAnswerFailure(
		`${what} in front of the service (status ${status}): not the service answered but ${kindOf(answer)}`,
		`Check that no firewall, proxy or login page stands between n8n and the service, and the Base URL in the credential: ${addressHint}`,
		status,
		body,
	);
}

const TITLE = /<title\b[^>]*>([^<]{1,300})/i;
/** What stands for other characters in HTML, as far as titles have it. */
const ENTITIES: Record<string, string> = {
	amp: '&',
	quot: '"',
	'#39': "'",
	nbsp: ' ',
};

/** A page by its title, which is only text, on one line and not too long. */
function titled(page: string): string {
	if (/^\s*<(?:\?xml|Error)\b(?!.{0,1000}<html)/is.test(page)) return 'XML';
	const title = TITLE.exec(page)?.[1]?.replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ?? all);
	return title?.trim() ? `a web page titled ${quoted(title)}` : 'a web page';
}

/** What came, in words. */
function kindOf(answer: ApiAnswer): string {
	const { body, headers } = answer;
	if (body === undefined || body === null || isEmptyFile(answer)) return 'nothing';
	if (isPart(answer)) return 'a part of it';
	if (typeof body !== 'string') {
		if (mediaTypeOf(headers) === 'text/html') return 'a web page';
		const text = apiText(body);
		return text === null ? 'other JSON' : `other JSON, which says ${quoted(text)}`;
	}
	if (isPage(body)) return titled(body);
	return body.trim() === '' ? 'nothing' : `the text ${quoted(body)}`;
}
