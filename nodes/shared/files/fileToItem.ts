import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ForeignAnswerFailure } from '../core/errors';
import { nameForType } from '../core/fileName';
import { mediaType, mediaTypeOf } from '../core/mime';
import { quoted } from '../core/quote';
import { parseJson } from '../core/json';
import { isRefusal } from '../http/errorText';
import { headOf, isByteStream, storable } from '../http/streams';
import { HEAD_SIZE, recognise } from './firstBytes';

type Context = Pick<IExecuteFunctions, 'helpers'>;

/** Types of files that are never text. */
const IS_BINARY = /^(?:image\/(?!svg)|application\/(?:pdf|vnd\.))/;

/** A whole page, or the refusal of a storage; transcripts may have single elements of HTML. */
const IS_PAGE = /^\s*(?:<\?xml[^>]*>\s*)?<(?:(?:!doctype )?html|Error)\b/i;

/** What stands on pages of others, and of a service that gives no files at the moment. */
const OF_OTHERS =
	/<(?:form|script|input)\b|\b(?:log|sign)[ -]?(?:in|on)\b|maintenance|unavailable|captcha|firewall|\b(?:blocked|denied|forbidden|gateway|just a moment)\b/i;

/**
 * Whether a text is a web page in place of what was asked for: it came without the label of a text,
 * or, where that may be a page, without the name of a file and with the words of others.
 */
export function isStrayPage(headers: IDataObject, mimeType: string, text: string): boolean {
	if (!IS_PAGE.test(text)) return false;
	return /\b(?:html|xml)$/.test(mimeType)
		? !headers['content-disposition'] && OF_OTHERS.test(text)
		: !mediaTypeOf(headers).startsWith('text/');
}

/** A file that goes into an output item. */
interface OutputFile {
	/** Of the item. */
	field: string;
	/** A stream goes to the store without standing whole in memory. */
	content: unknown;
	/** With extension; n8n shows and saves the file under it. */
	name: string;
	mimeType: string;
	/** Those it came with, where a web page cannot be what was asked for. */
	headers?: IDataObject | undefined;
	/** Whether a file without a byte is one, as the text of an empty page. */
	mayBeEmpty?: boolean;
}

/**
 * Stores a file in n8n's binary data, under a field of an output item. Where its first bytes show
 * that it is another picture or document than its sender said, it gets their type and its
 * extension.
 *
 * @throws Failure for a text in place of a picture or a document, such as a page that tells of
 * maintenance, and for such a page without a label in place of a text
 */
export async function fileToItem(
	context: Context,
	item: INodeExecutionData,
	file: OutputFile,
): Promise<INodeExecutionData> {
	const { field, content, name, mimeType } = file;
	const isStream = isByteStream(content);
	const source = isStream || Buffer.isBuffer(content) ? content : Buffer.from(String(content));
	const head = isByteStream(source) ? headOf(source, HEAD_SIZE) : () => source;
	let stored = await context.helpers.prepareBinaryData(storable(source), name, mimeType);
	if (head().length === 0 && !file.mayBeEmpty) throw noFile('nothing', name);
	const seen = recognise(head());
	const isStray = file.headers && isStrayPage(file.headers, mimeType, head().toString());
	const isJson = mimeType === 'application/json';
	if (isJson && isRefusal(parseJson(head().toString()))) throw noFile('a refusal in JSON', name);
	const isNoJson = isJson && seen?.what !== 'JSON';
	if (seen?.isReadable === false && (isStray || isNoJson || IS_BINARY.test(mimeType)))
		throw noFile(seen.what, name);
	if (seen?.isReadable && seen.mimeType && seen.mimeType !== mediaType(mimeType)) {
		// Links to a stored file give it under the type that it was stored with.
		const again = stored.id
			? await context.helpers.getBinaryStream(stored.id)
			: Buffer.from(stored.data, 'base64');
		const ownName = nameForType(name, seen.mimeType);
		stored = await context.helpers.prepareBinaryData(again, ownName, seen.mimeType);
	}
	return { ...item, binary: { ...item.binary, [field]: stored } };
}

/** @param what came instead, in words */
export function noFile(what: string, name: string): ForeignAnswerFailure {
	return new ForeignAnswerFailure(
		`The service gave ${what} instead of the file ${quoted(name)}`,
		'Try again in a moment. If it stays so, something in front of the service may answer: check the Base URL in the credential.',
		200,
		null,
	);
}
