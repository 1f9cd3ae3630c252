export { detectType } from './detectType.mts';
export { shutdown } from './engine.mts';
export { UnreadableFileError } from './errors.mts';
export { toFields } from './fields.mts';
export { countPages, recognize, renderPages } from './recognize.mts';
export { toTables } from './tables.mts';
export type { Box, Field, Line, MimeType, PageImage, PageLayout, RecognizedPage, Table, Word } from './types.mts';
