import type { InputFile } from '../../shared/http/multipart';

/** What the service takes (documented), in words; it judges the files itself. */
export const TAKES = 'PDF, JPG, PNG, WebP or BMP';

/**
 * The service names no limit but that of the plan. Bytes; beyond it a download is ended, and no
 * plan's smallest storage holds the file.
 */
export const LARGEST_FILE = 2 ** 30;

/** The hint that an upload gives of a file: `pdf`, `image` or `document` (documented). */
export function fileTypeOf({ mimeType }: InputFile): string {
	if (mimeType === 'application/pdf') return 'pdf';
	return mimeType.startsWith('image/') ? 'image' : 'document';
}
