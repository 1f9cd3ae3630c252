import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { discard, isByteStream, observe, storable } from '../http/streams';
import { throwIfCanceled } from '../core/cancel';
import { ConnectionFailure, InputFailure, toFailure } from '../core/errors';
import { numberOf, textOf } from '../core/json';
import { isPrivate } from '../core/privateAddress';
import { extensionOf, mimeTypeOf, nameWithExtension } from '../core/mime';
import type { InputFile } from '../http/multipart';
import { connectionFailure } from '../http/connectionErrors';
import { transfer } from '../http/resumableDownload';

/** Which file is wanted. */
export interface UrlRequest {
	/** What stands in "Document URL". */
	address: string;
	/** Replaces the name that the file has; may be empty. */
	fileName: string;
	/** Bytes; the download ends as soon as it is passed. */
	limit: number;
	/** For addresses that a model gives: no redirect to another host, no private address. */
	guard?: { allowPrivate: boolean };
}

/** Redirects that a guarded request follows. */
const MOST_REDIRECTS = 5;

/**
 * The file behind "Document URL". It passes through n8n's binary store, so that its size is known,
 * a repeated upload can read it again, and it never stands whole in memory where the store has
 * streams. No credential goes along.
 *
 * @throws InputFailure that names the parameter
 */
export async function fileFromUrl(
	context: IExecuteFunctions,
	{ address, fileName, limit, guard }: UrlRequest,
): Promise<InputFile> {
	const url = webAddress(address, 'Document URL');
	if (guard && !guard.allowPrivate && isPrivate(url))
		throw new InputFailure(
			`"Document URL" points into a private network: ${url.host}`,
			'Give a public address. If the tool is to read from this network, add the option "Allow Private Addresses" to it.',
		);
	try {
		return await transfer(
			context,
			url.host,
			async () => await (guard ? getFromHost(context, url) : get(context, url)),
			async (answer) => await keep(context, url, answer, fileName, limit),
		);
	} catch (error) {
		throw error instanceof ConnectionFailure ? unreachable(error) : toFailure(error);
	}
}

/** Follows redirects within the host. */
async function getFromHost(context: IExecuteFunctions, url: URL): Promise<IN8nHttpFullResponse> {
	let place = url;
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
		const answer = await get(context, place, { disableFollowRedirect: true });
		const location = textOf(answer.headers.location);
		if (answer.statusCode < 300 || answer.statusCode >= 400 || location === null) return answer;
		discard(answer.body);
		place = redirectTarget(location, place);
	}
	throw new InputFailure(
		`The "Document URL" redirects more than ${MOST_REDIRECTS} times`,
		'Give the address of the file itself.',
	);
}

function redirectTarget(location: string, from: URL): URL {
	const target = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
	if (target?.host === from.host && /^https?:$/.test(target.protocol)) return target;
	throw new InputFailure(
		`The "Document URL" redirects to another host: ${target?.host || location}`,
		'Give the address of the file itself: a tool follows redirects within one host only.',
	);
}

async function keep(
	context: IExecuteFunctions,
	url: URL,
	answer: IN8nHttpFullResponse,
	fileName: string,
	limit: number,
): Promise<InputFile> {
	if (answer.statusCode >= 300)
		throw new InputFailure(
			`The "Document URL" answered with status ${answer.statusCode}`,
			'Open the URL in a browser without being signed in; it has to give the file itself.',
		);
	const mimeType =
		textOf(answer.headers['content-type'])?.split(';')[0]?.trim().toLowerCase() ?? '';
	if (mimeType === 'text/html')
		throw new InputFailure(
			'The "Document URL" gives a web page, not a file',
			'Use the direct link to the file. Share links of cloud drives often open a viewer; their download link is another one.',
		);
	const name = nameWithExtension(
		fileName || dispositionName(answer.headers) || pathName(url),
		extensionOf(mimeType),
	);
	return await store(
		context,
		answer,
		name,
		mimeTypeOf(name) ?? (mimeType || 'application/octet-stream'),
		limit,
	);
}

/** An absolute http(s) URL, or an InputFailure that names the parameter. */
export function webAddress(address: string, parameter: string): URL {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
	throw new InputFailure(
		`"${parameter}" is not a web address: "${address}"`,
		`Give "${parameter}" as an absolute URL that begins with https:// or http://.`,
	);
}

async function get(
	context: IExecuteFunctions,
	url: URL,
	options: Pick<IHttpRequestOptions, 'disableFollowRedirect'> = {},
): Promise<IN8nHttpFullResponse> {
	const signal = context.getExecutionCancelSignal();
	try {
		const answer: unknown = await context.helpers.httpRequest({
			method: 'GET',
			url: url.href,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			...options,
			...(signal && { abortSignal: signal }),
		});
		return answer as IN8nHttpFullResponse;
	} catch (error) {
		throwIfCanceled(signal);
		throw connectionFailure(error, url.host);
	}
}

function unreachable({ message }: ConnectionFailure): InputFailure {
	return new InputFailure(
		`The file at "Document URL" could not be fetched: ${message}`,
		'Check the URL, and that n8n can reach it.',
	);
}

async function store(
	context: IExecuteFunctions,
	answer: IN8nHttpFullResponse,
	name: string,
	mimeType: string,
	limit: number,
): Promise<InputFile> {
	const body: unknown = answer.body;
	const tooLarge = () =>
		new InputFailure(
			`The file at "Document URL" is larger than ${limit / 2 ** 20} MB`,
			'Make it smaller, for example by splitting the PDF or lowering the resolution.',
		);
	if ((numberOf(answer.headers['content-length']) ?? 0) > limit) throw tooLarge();
	if (!isByteStream(body))
		throw new InputFailure(
			'The "Document URL" gave no content',
			'Check that the URL leads to the file itself.',
		);
	let size = 0;
	observe(body, (chunk) => {
		size += chunk.length;
		if (size > limit) body.destroy(tooLarge());
	});
	const binary = await context.helpers
		.prepareBinaryData(storable(body), name, mimeType)
		.catch((error: unknown) => {
			throw size > limit ? tooLarge() : error;
		});
	if (size === 0)
		throw new InputFailure(
			'The "Document URL" gave an empty file (0 bytes)',
			'Check that the URL leads to the file itself.',
		);
	const { id } = binary;
	return {
		name,
		mimeType,
		size,
		open: async () =>
			id === undefined
				? Buffer.from(binary.data, 'base64')
				: await context.helpers.getBinaryStream(id),
	};
}

/** The name that `Content-Disposition` gives a file; empty when it gives none. */
export function dispositionName(headers: IDataObject): string {
	const header = textOf(headers['content-disposition']) ?? '';
	const encoded = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(header)?.[1];
	const plain = /filename\s*=\s*"?([^";]+)"?/i.exec(header)?.[1];
	return decoded(encoded) ?? plain?.trim() ?? '';
}

function pathName(url: URL): string {
	return decoded(url.pathname.split('/').pop()) || 'document';
}

function decoded(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	try {
		return decodeURIComponent(text.trim());
	} catch {
		return text.trim();
	}
}
