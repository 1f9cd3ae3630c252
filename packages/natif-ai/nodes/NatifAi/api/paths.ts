import { Failure } from '../../shared/core/errors';
import type { JsonObject } from '../../shared/core/json';
import type { ResultName } from './parse';

/** A place where the service keeps a page image or a sub-PDF. */
export interface NumberedPath {
	/** The last part of the path, else the position in the list. */
	number: number;
	/** As the service wrote it. */
	path: string;
}

/**
 * Reads the paths of a result, in their order. `/page-images` gives an object with `pages`
 * (documented) or a bare list (seen), `/sub-pdfs` a bare list (seen) or a "URL map" (documented),
 * whose shape nobody shows: so every path counts that leads below the result, or any where none
 * does.
 *
 * @param first number of the first entry where paths do not tell
 */
export function readPaths(body: unknown, result: ResultName, first: 0 | 1): NumberedPath[] {
	const paths = [...new Set(pathsIn(body, `/${result}/`))];
	const own = paths.filter((path) => path.includes(`/${result}/`));
	// Beside a file there may be a picture of it, one part deeper.
	const files = own.filter((path) => /^\/[^/]+\/[^/?#]+\/?(?:[?#]|$)/.test(partFrom(path, result)));
	const [found = []] = [files, own, paths].filter(({ length }) => length > 0);
	return found.map((path, index) => ({
		number: Number(/\/(\d+)\/?(?:[?#].*)?$/.exec(path)?.[1] ?? index + first),
		path,
	}));
}

/** The only path that stands in a JSON object, else undefined. */
export function onlyPath(body: JsonObject): string | undefined {
	const paths = pathsIn(body);
	return paths.length === 1 ? paths[0] : undefined;
}

function partFrom(path: string, result: ResultName): string {
	return path.slice(path.lastIndexOf(`/${result}/`));
}

/**
 * Also where they are the names of a map, or have no slash in front, as far as `mark` is in them.
 */
function pathsIn(value: unknown, mark = '//'): string[] {
	if (typeof value === 'string')
		return /^(\/|https?:\/\/)\S*$/.test(value) || (/^\S+$/.test(value) && value.includes(mark))
			? [value]
			: [];
	return Object.entries(value ?? {}).flatMap(([name, entry]) => [
		...(name.includes(mark) ? pathsIn(name, mark) : []),
		...pathsIn(entry, mark),
	]);
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
	const hasPrefix = prefix !== '' && relative.startsWith(`${prefix}/`);
	const root = hasPrefix ? base.origin : baseUrl;
	const address = isWhole ? path : root + relative;
	if (URL.canParse(address) && new URL(address).origin === base.origin) return address;
	throw new Failure(
		`The service names an address on another host: ${path}`,
		'The API key is not sent to other hosts. Check the Base URL in the credential.',
	);
}
