export { detectType } from './detectType.mts';
export { shutdown } from './engine.mts';
export { UnreadableFileError } from './errors.mts';
export { toFields, toWordFields } from './fields.mts';
export { countPages, recognize, renderPages } from './recognize.mts';
export { toTables, toWordTables } from './tables.mts';
export type {
	Box,
	Field,
	Line,
	MimeType,
	PageImage,
	PageLayout,
	RecognizedPage,
	Table,
	Word,
} from './types.mts';
export type { WordField } from './fields.mts';
export type { WordTable } from './tables.mts';
