/**
 * A rectangle in pixels of the page image; (0, 0) is the upper left corner, x1 and y1 are
 * exclusive.
 */
export type Box = { x0: number; y0: number; x1: number; y1: number };

/** A recognised word; `confidence` is Tesseract's, 0 to 100. */
export type Word = { text: string; box: Box; confidence: number };

/**
 * A text line, its words from left to right. `startsParagraph` is true for the first line of a
 * paragraph.
 */
export type Line = { text: string; box: Box; words: Word[]; startsParagraph: boolean };

/** A page as a colour JPEG, upright; `width` and `height` in pixels. */
export type PageImage = { jpeg: Uint8Array; width: number; height: number };

/**
 * A recognised page. `pageNumber` counts from 1; boxes are in pixels of `image`; a blank page has
 * no lines and the text ''.
 */
export type RecognizedPage = { pageNumber: number; text: string; image: PageImage; lines: Line[] };

/** What the table and field finders need of a page. */
export type PageLayout = Pick<RecognizedPage, 'lines'>;

/** A table: all rows (a header row among them), every row with the same number of cells. */
export type Table = { rows: string[][]; hasHeaderRow: boolean; headerContent: string[] | null };

/** A `Label: value` line. */
export type Field = { label: string; value: string };

/** The kinds of file that can be read. */
export type MimeType =
	| 'application/pdf'
	| 'image/png'
	| 'image/jpeg'
	| 'image/gif'
	| 'image/tiff'
	| 'image/webp'
	| 'image/avif'
	| 'image/heic'
	| 'image/bmp';
