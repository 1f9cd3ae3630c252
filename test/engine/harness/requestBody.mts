import { parse } from 'node:querystring';
import { Readable } from 'node:stream';
import type { Request, Response as ExpressResponse, NextFunction } from 'express';

type WithHeaders = { headers: Record<string, unknown> };

/** n8n reads every body but multipart ones into `rawBody`. */
export function isReadByN8n(request: WithHeaders): boolean {
	return contentTypeOf(request) !== 'multipart/form-data';
}

/** Parses bodies by n8n's rules; malformed JSON is answered here and never reaches the node. */
export async function parseBody(
	request: Request,
	response: ExpressResponse,
	next: NextFunction,
): Promise<void> {
	const contentType = contentTypeOf(request);
	Object.assign(request, { contentType, encoding: 'utf-8' });
	if (!isReadByN8n(request)) {
		request.body = await parseForm(request);
		return next();
	}
	const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	Object.assign(request, { rawBody, body: {} });
	try {
		request.body = parseText(rawBody.toString('utf8').replace(/^\uFEFF/, ''), contentType);
	} catch {
		response.status(422).json({ code: 422, message: 'Failed to parse request body' });
		return;
	}
	next();
}

function parseText(text: string, contentType: string): unknown {
	if (text === '') return {};
	if (contentType === 'application/json') return JSON.parse(text);
	if (contentType === 'application/x-www-form-urlencoded') return parse(text);
	return contentType === 'text/plain' ? text : {};
}

/**
 * Fields as text, and of files only what describes them: no trigger of this package takes files.
 */
async function parseForm(
	request: Request,
): Promise<{ data: Record<string, string>; files: Record<string, object> }> {
	const headers = { 'content-type': String(request.headers['content-type']) };
	const form = await new Response(Readable.toWeb(request) as ReadableStream, {
		headers,
	}).formData();
	const data: Record<string, string> = {};
	const files: Record<string, object> = {};
	for (const [name, value] of form) {
		if (typeof value === 'string') data[name] = value;
		else files[name] = { originalFilename: value.name, mimetype: value.type, size: value.size };
	}
	return { data, files };
}

function contentTypeOf({ headers }: WithHeaders): string {
	return (
		String(headers['content-type'] ?? '')
			.split(';')[0]
			?.trim()
			.toLowerCase() ?? ''
	);
}
