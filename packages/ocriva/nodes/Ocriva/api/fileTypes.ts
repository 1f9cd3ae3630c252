import { InputFailure } from '../../shared/core/errors';
import { mimeTypeOf } from '../../shared/core/mime';
import type { InputFile } from '../../shared/http/multipart';

/** What the service takes (documented), in words. */
export const TAKES = 'PDF, JPG, PNG, WebP or BMP';

const TAKEN = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/bmp']);
const OTHER_NAMES: Record<string, string> = {
	'application/x-pdf': 'application/pdf',
	'image/jpg': 'image/jpeg',
	'image/pjpeg': 'image/jpeg',
	'image/x-ms-bmp': 'image/bmp',
	'image/x-bmp': 'image/bmp',
};
const UNKNOWN = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/**
 * The service names no limit but that of the plan. Bytes; beyond it a download is ended, and no
 * plan's smallest storage holds the file.
 */
export const LARGEST_FILE = 2 ** 30;

/**
 * The file with a type that the service takes; where the type is not known, the name's suffix tells
 * it.
 *
 * @throws InputFailure for other files, as the service would refuse them
 */
export function takenFile(file: InputFile): InputFile {
	const given = file.mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
	const mimeType = UNKNOWN.has(given)
		? (mimeTypeOf(file.name) ?? given)
		: (OTHER_NAMES[given] ?? given);
	if (TAKEN.has(mimeType)) return { ...file, mimeType };
	throw new InputFailure(
		`The service does not take the file "${file.name}" (${given || 'of an unknown type'})`,
		`Use a ${TAKES}; other files have to be converted first. Nothing was sent.`,
	);
}

/** The hint that an upload gives of a file: `pdf`, `image` or `document` (documented). */
export function fileTypeOf({ mimeType }: InputFile): string {
	if (mimeType === 'application/pdf') return 'pdf';
	return mimeType.startsWith('image/') ? 'image' : 'document';
}
