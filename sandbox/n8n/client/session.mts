import { randomUUID } from 'node:crypto';

/** A JSON object whose content is not known yet. */
export type JsonObject = { [key: string]: unknown };

/** An answer of n8n's REST interface with a status of 400 or more. */
export class RestError extends Error {
	readonly status: number;
	readonly body: string;

	constructor(method: string, path: string, status: number, body: string) {
		super(`n8n answered ${method} ${path} with ${status}: ${messageOf(body)}`);
		this.name = 'RestError';
		this.status = status;
		this.body = body;
	}
}

function messageOf(body: string): string {
	try {
		const parsed: unknown = JSON.parse(body);
		if (isObject(parsed) && typeof parsed.message === 'string') return parsed.message;
	} catch {
		// not JSON: shown as it is
	}
	return body.slice(0, 300) || '(no text)';
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A login that n8n has accepted. */
export type Login = { browserId: string; cookie: string };

/** One browser as n8n sees it: a `browser-id` header and the login cookie that is bound to it. */
export class Session {
	readonly url: string;
	private readonly browserId: string;
	private cookie: string;

	/**
	 * @param url n8n's address without a slash at its end
	 * @param login what `login` gave in another process: n8n allows few logins a minute
	 */
	constructor(url: string, login: Login = { browserId: randomUUID(), cookie: '' }) {
		this.url = url;
		this.browserId = login.browserId;
		this.cookie = login.cookie;
	}

	/** What another process needs to go on as the same user. */
	get login(): Login {
		return { browserId: this.browserId, cookie: this.cookie };
	}

	/**
	 * Any path of the server, as the logged-in user. Throws only when there is no answer. Each call
	 * has a connection of its own: n8n closes idle ones after 5 s, and a client that is about to use
	 * one again gets no answer.
	 */
	async fetch(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = new Headers(init.headers);
		headers.set('connection', 'close');
		headers.set('browser-id', this.browserId);
		if (this.cookie !== '') headers.set('cookie', this.cookie);
		const response = await fetch(this.url + path, { ...init, headers });
		const login = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (login !== undefined) this.cookie = login.split(';')[0] ?? '';
		return response;
	}

	/**
	 * A call below `/rest`; gives the `data` of the answer. Throws RestError for a status of 400 or
	 * more.
	 */
	async rest(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await this.fetch(`/rest${path}`, {
			method,
			...(body === undefined
				? {}
				: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new RestError(method, path, response.status, text);
		const parsed: unknown = text === '' ? undefined : JSON.parse(text);
		return isObject(parsed) && 'data' in parsed ? parsed.data : parsed;
	}

	/** As `rest`, for an answer that must be an object. */
	async object(method: string, path: string, body?: unknown): Promise<JsonObject> {
		const data = await this.rest(method, path, body);
		if (!isObject(data)) throw new Error(`n8n's answer to ${method} ${path} is no object`);
		return data;
	}

	/**
	 * As `rest`, for an answer that must be a list of objects (bare, or under `data` or `results`).
	 */
	async list(method: string, path: string, body?: unknown): Promise<JsonObject[]> {
		const data = await this.rest(method, path, body);
		const list = isObject(data) ? (data.results ?? data.data) : data;
		if (!Array.isArray(list)) throw new Error(`n8n's answer to ${method} ${path} is no list`);
		return list.filter(isObject);
	}
}

/**
 * The text under `key`. Throws when it is not there: the answer is then not what this client was
 * written for.
 */
export function textOf(object: JsonObject, key: string): string {
	const value = object[key];
	if (typeof value !== 'string') throw new Error(`n8n's answer has no text "${key}"`);
	return value;
}
