import type { INodeExecutionData } from 'n8n-workflow';

import type { InputFile } from '../../../../nodes/shared/http/multipart.ts';
import { makePdf, PLAIN } from '../files/pdfMaker.mts';

/** A PDF of blank pages. */
export interface Pdf {
	name: string;
	bytes: Buffer;
}

/** @param content tells its bytes from those of others with as many pages; its name unless given */
export function pdf(name: string, { pages = 1, content = name } = {}): Pdf {
	const revisions = PLAIN.revisions.map((revision) => ({ ...revision, pages }));
	return { name, bytes: makePdf({ revisions, content }) };
}

/** It as it is sent. */
export function inputFile({ name, bytes }: Pdf): InputFile {
	const open = async () => bytes;
	return { field: 'data', name, mimeType: 'application/pdf', size: bytes.length, open };
}

/** An item with these files, in the fields `file1`, `file2` and so on. */
export function itemWith(...files: Pdf[]): INodeExecutionData {
	const fields = files.map(({ name, bytes }, index) => [
		`file${index + 1}`,
		{ fileName: name, mimeType: 'application/pdf', data: bytes.toString('base64') },
	]);
	return { json: {}, binary: Object.fromEntries(fields) };
}
