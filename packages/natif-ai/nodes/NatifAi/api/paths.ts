import { Failure } from '../../shared/core/errors';
import { arrayOf, isObject, textOf, type JsonObject } from '../../shared/core/json';

/** A place where the service keeps a page image or a sub-PDF. */
export interface NumberedPath {
	/** The last part of the path, else the position in the list. */
	number: number;
	/** As the service wrote it. */
	path: string;
}

/**
 * Reads a list of paths. `/page-images` gives an object with `pages` (documented) or a bare list
 * (seen), `/sub-pdfs` a bare list (seen) or a "URL map" (documented), whose shape nobody shows:
 * read as an object of lists, or of paths by name.
 *
 * @param first number of the first entry where paths do not tell
 */
export function readPaths(body: unknown, first: 0 | 1): NumberedPath[] {
	return pathsIn(body).map((path, index) => ({
		number: Number(/\/(\d+)\/?(?:[?#].*)?$/.exec(path)?.[1] ?? index + first),
		path,
	}));
}

function pathsIn(body: unknown): string[] {
	if (Array.isArray(body))
		return body.flatMap(
			(entry) => textOf(entry) ?? (isObject(entry) ? pathsIn(Object.values(entry)) : []),
		);
	if (!isObject(body)) return [];
	const list = Object.values(body).find(Array.isArray);
	return list
		? pathsIn(list)
		: arrayOf(Object.values(body)).flatMap((entry) => (isPath(entry) ? [entry] : []));
}

/** The only path that stands in a JSON object, else undefined. */
export function onlyPath(body: JsonObject): string | undefined {
	const paths = Object.values(body)
		.flatMap((entry) => (Array.isArray(entry) ? entry : [entry]))
		.filter(isPath);
	return paths.length === 1 ? paths[0] : undefined;
}

function isPath(value: unknown): value is string {
	return typeof value === 'string' && /^(\/|https?:\/\/)\S*$/.test(value);
}

/**
 * Where a path out of an answer leads: below the base URL, whose own path (of a partner's address)
 * may stand in it or not.
 *
 * @throws Failure when it leads to another host, as the key would go along
 */
export function ownAddress(path: string, baseUrl: string): string {
	const base = new URL(baseUrl);
	const prefix = base.pathname.replace(/\/$/, '');
	const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(path);
	const relative = path.replace(/^\/*/, '/');
	const address = isWhole
		? path
		: prefix !== '' && relative.startsWith(`${prefix}/`)
			? base.origin + relative
			: baseUrl + relative;
	if (URL.canParse(address) && new URL(address).origin === base.origin) return address;
	throw new Failure(
		`The service names an address on another host: ${path}`,
		'The API key is not sent to other hosts. Check the Base URL in the credential.',
	);
}
