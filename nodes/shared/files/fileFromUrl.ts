import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { ConnectionFailure, InputFailure, toFailure } from '../core/errors';
import { textOf } from '../core/json';
import { isPrivate } from '../core/privateAddress';
import { quoted } from '../core/quote';
import type { InputFile } from '../http/multipart';
import { openUrl } from '../http/openUrl';
import { transfer } from '../http/resumableDownload';
import { discard } from '../http/streams';
import type { InputSettings } from './binaryFiles';
import { dispositionName, pathName } from './contentDisposition';
import { storeDownload } from './storedDownload';

/** Which file is wanted. */
interface UrlRequest extends InputSettings {
	/** What stands in "Document URL". */
	address: string;
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
	{ address, fileName, limitBytes, guard }: UrlRequest,
): Promise<InputFile> {
	const url = webAddress(address, 'Document URL');
	if (guard && !guard.allowPrivate && isPrivate(url))
		throw new InputFailure(
			`"Document URL" points into a private network: ${url.host}`,
			'Give a public address. If the tool is to read from this network, add the option "Allow Private Addresses" to it.',
		);
	try {
		return await transfer(
			async () => await (guard ? getFromHost(context, url) : openUrl(context, url)),
			async (answer) => {
				const header = answer.headers['content-disposition'];
				const names = [fileName, dispositionName(header), pathName(url)];
				return await storeDownload(context, answer, { names, limit: limitBytes });
			},
			{ host: url.host, signal: context.getExecutionCancelSignal() },
		);
	} catch (error) {
		throw error instanceof ConnectionFailure ? unreachable(error) : toFailure(error);
	}
}

/** Follows redirects within the host. */
async function getFromHost(context: IExecuteFunctions, url: URL): Promise<IN8nHttpFullResponse> {
	let place = url;
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
		const answer = await openUrl(context, place, { disableFollowRedirect: true });
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
		`The "Document URL" redirects to another host: ${target?.host || quoted(location)}`,
		'Give the address of the file itself: a tool follows redirects within one host only.',
	);
}

/** What comes along when an address is copied, or written by a model. */
const AROUND = /^["'`<]+|["'`>]+$/g;

/** An absolute http(s) URL, or an InputFailure that names the parameter. */
export function webAddress(text: string, parameter: string): URL {
	const address = text.replace(AROUND, '');
	if (/[\s,;]https?:\/\//i.test(address))
		throw new InputFailure(
			`"${parameter}" holds more than one address`,
			'Give each address in an item of its own.',
		);
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
	if (address === '')
		throw new InputFailure(
			`"${parameter}" is empty for this item`,
			`Check the expression in "${parameter}": it may have found nothing.`,
		);
	throw new InputFailure(
		`"${parameter}" is not a web address: ${quoted(address)}`,
		`Give "${parameter}" as an absolute URL that begins with https:// or http://.`,
	);
}

function unreachable({ message }: ConnectionFailure): InputFailure {
	return new InputFailure(
		`The file at "Document URL" could not be fetched: ${message}`,
		'Check the URL, and that n8n can reach it.',
	);
}
