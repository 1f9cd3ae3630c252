import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { KeptFiles } from './keptFiles.mts';

/** A file out of a form, lying at `path` until somebody moves it. */
export type ReceivedFile = {
	field: string;
	name: string;
	type: string;
	size: number;
	path: string;
};

/** A multipart form. */
export type Form = {
	fields: Record<string, string>;
	partNames: string[];
	files: ReceivedFile[];
	tooLarge: boolean;
};

/**
 * Largest file: 20 MB, taken as 20 * 1024 * 1024 bytes, inclusive (documented as "20 MB", read so
 * by the vendor's own client).
 */
export const largestFile = 20 * 1024 * 1024;

/** A form that ends too early or is not written as a form; answered with 400. */
export class BrokenFormError extends Error {
	readonly statusCode = 400;
}

/**
 * Reads a multipart request part by part; files stream to disk, so that many of them stay out of
 * memory. Text parts without a file name are fields.
 * @param largest bytes that a file may have
 * @throws BrokenFormError
 */
export async function readForm(
	request: FastifyRequest,
	kept: KeptFiles,
	largest = largestFile,
): Promise<Form> {
	// A file above the limit is told by `truncated`; the option that keeps the plugin from throwing
	// is missing in its types.
	const options = { throwFileSizeLimit: false, limits: { fileSize: largest + 1, parts: 1000 } };
	const form: Form = { fields: {}, partNames: [], files: [], tooLarge: false };
	try {
		for await (const part of request.parts(options)) {
			form.partNames.push(part.fieldname);
			if (part.type === 'field') {
				// A text part that calls itself JSON comes parsed.
				form.fields[part.fieldname] =
					typeof part.value === 'object' ? JSON.stringify(part.value) : String(part.value);
				continue;
			}
			const file = {
				field: part.fieldname,
				name: part.filename,
				type: part.mimetype,
				size: 0,
				path: kept.temporaryPath(),
			};
			form.files.push(file);
			await pipeline(part.file, createWriteStream(file.path));
			file.size = part.file.bytesRead;
			if (part.file.truncated || file.size > largest) form.tooLarge = true;
		}
	} catch (error) {
		await discardForm(form);
		throw new BrokenFormError('The form could not be read.', { cause: error });
	}
	return form;
}

/** Removes the files of a form that nobody moved away. */
export async function discardForm(form: Form): Promise<void> {
	await Promise.all(form.files.map(({ path }) => rm(path, { force: true })));
}

/** The first bytes of a file, enough to tell its type. */
export async function readHead(path: string): Promise<Uint8Array> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}
