import type { INodeProperties } from 'n8n-workflow';

import { hint } from '../../shared/operations/hints';
import { choices } from '../../shared/operations/parameters';
import type { OutputMode } from '../../shared/core/documentViews';
import { RESULTS, type ResultName } from '../api/parse';
import type { Run } from './operation';

export const includeOption: INodeProperties = {
	displayName: 'Include',
	name: 'include',
	type: 'multiOptions',
	default: [],
	description:
		'Which results the answer carries; otherwise all that the workflow makes. Text and pages come from OCR, fields and tables from Extractions.',
	options: [
		{ name: 'Classifications', value: 'classifications' },
		{ name: 'Document Splitting', value: 'document-splitting' },
		{ name: 'Extractions', value: 'extractions' },
		{ name: 'hOCR Path', value: 'hocr' },
		{ name: 'Language', value: 'language' },
		{ name: 'Named Entities', value: 'ner' },
		{ name: 'OCR', value: 'ocr' },
		{ name: 'Page Image Paths', value: 'page-images' },
		{ name: 'PDF Path', value: 'pdf' },
		{ name: 'Sub-PDF Paths', value: 'sub-pdfs' },
		{ name: 'Thumbnail Path', value: 'thumbnail' },
	],
};

/** What "Include" asks for; empty for everything. */
export function includeOf(value: unknown): ResultName[] {
	return choices(value, RESULTS, 'Include');
}

const NEEDS: Array<{ result: ResultName; without: string; modes: OutputMode[] }> = [
	{ result: 'ocr', without: 'OCR, so text and pages stay empty', modes: ['document', 'pages'] },
	{
		result: 'extractions',
		without: 'Extractions, so fields and tables stay empty',
		modes: ['document', 'rows'],
	},
];

/** Says what follows when "Include" leaves out what the output is made of. */
export function hintAtMissing(
	{ context }: Run,
	include: readonly ResultName[],
	mode: OutputMode,
): void {
	if (include.length === 0) return;
	const missing = NEEDS.filter(
		({ result, modes }) => modes.includes(mode) && !include.includes(result),
	);
	if (missing.length > 0)
		hint(context, `"Include" leaves out ${missing.map(({ without }) => without).join('; and ')}.`);
}
