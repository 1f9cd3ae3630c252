import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { InputFailure } from '../core/errors';
import { isObject, objectOf, type JsonObject } from '../core/json';
import { quoted, quotedList } from '../core/quote';
import { isDataUrl } from './dataUrl';

export const DEFAULT_FIELD = 'data';

/** A file of an item and the name of its field, which is empty for a file from elsewhere. */
export interface ItemFile {
	field: string;
	binary: IBinaryData;
}

/**
 * The files that "Input Data Field Name" points to: by field names with commas between them, where
 * `*` at the end stands for any ending; or by an expression that gives a file, several files, or a
 * data URL. While the parameter has its default, the only file of an item is taken whatever its
 * field is called.
 *
 * @throws InputFailure when it points to no file
 */
export function chosenFiles(context: IExecuteFunctions, itemIndex: number): ItemFile[] {
	const parameter: unknown = context.getNodeParameter(
		'inputDataFieldName',
		itemIndex,
		DEFAULT_FIELD,
	);
	const present = filesOf(context, itemIndex);
	const found = valuesOf(parameter, present).flatMap((value) => {
		const files = filesBy(context, itemIndex, present, value);
		if (files.length === 0 && !isPattern(value)) throw missingFile(context, itemIndex, value);
		return files;
	});
	if (found.length === 0) throw missingFile(context, itemIndex, parameter);
	const keyOf = ({ field, binary }: ItemFile) => field || binary.id || binary.data;
	return [...new Map(found.map((file) => [keyOf(file), file])).values()];
}

/** What the parameter names, one by one. A field's own name may hold a comma. */
function valuesOf(parameter: unknown, present: readonly ItemFile[]): unknown[] {
	if (typeof parameter === 'string' || typeof parameter === 'number') {
		const text = String(parameter).trim();
		return isDataUrl(text) || present.some(({ field }) => field === text)
			? [text]
			: text.split(',').flatMap((part) => part.trim() || []);
	}
	return filesWithin(parameter) ?? [parameter];
}

/** The files of a list or an object of files, such as `$binary`; undefined for anything else. */
function filesWithin(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value;
	if (!isObject(value) || isFile(value)) return undefined;
	const values = Object.values(value);
	return values.length > 0 && values.every(isFile) ? values : undefined;
}

function filesBy(
	context: IExecuteFunctions,
	itemIndex: number,
	present: readonly ItemFile[],
	value: unknown,
): ItemFile[] {
	if (typeof value !== 'string') return isFile(value) ? describedFile(value, present) : [];
	if (isDataUrl(value)) return [{ field: '', binary: { data: value, mimeType: '' } }];
	const named = present.filter(({ field }) => field === value);
	if (named.length > 0) return named;
	if (isPattern(value)) return present.filter(({ field }) => field.startsWith(value.slice(0, -1)));
	if (value === DEFAULT_FIELD && present.length === 1) return [...present];
	return filesAtPath(context, itemIndex, value).flatMap((file) =>
		isFile(file) ? describedFile(file, present) : [],
	);
}

function isPattern(value: unknown): value is string {
	return typeof value === 'string' && value.endsWith('*');
}

/** With "Execution Logic v2" n8n reads the name as a path into the item's JSON. */
function filesAtPath(context: IExecuteFunctions, itemIndex: number, path: string): unknown[] {
	if (isCombined(context)) {
		const files = filesWithin(jsonOf(context, itemIndex)[path]);
		if (files) return files;
	}
	try {
		return [context.helpers.assertBinaryData(itemIndex, path)];
	} catch {
		return [];
	}
}

/**
 * A file that an expression gave. With files in memory an expression such as `$binary.data`
 * describes the file without its content: that is taken from the item, unless several look alike.
 */
function describedFile(file: FileValue, present: readonly ItemFile[]): ItemFile[] {
	const { id, data } = file;
	const content = id ?? data;
	if (content) {
		const own = present.find(({ binary }) => (binary.id ?? binary.data) === content);
		return [itemFile(own?.field ?? '', file)];
	}
	const known = Object.entries(file).filter(([key]) => key !== 'data');
	const [first, ...others] = present.filter(({ binary }) =>
		known.every(([key, value]) => objectOf(binary)[key] === value),
	);
	return first && others.every(({ binary }) => binary.data === first.binary.data) ? [first] : [];
}

/** Every file of an item, in its order. With "Execution Logic v2" files stand in the JSON. */
function filesOf(context: IExecuteFunctions, itemIndex: number): ItemFile[] {
	const json = isCombined(context) ? jsonOf(context, itemIndex) : {};
	const entries = [context.getInputData()[itemIndex]?.binary, json._files, json].flatMap((fields) =>
		Object.entries(objectOf(fields)),
	);
	return entries.flatMap(([field, value]) => {
		if (Array.isArray(value))
			return value.filter(isFile).map((file, index) => itemFile(`${field}_${index}`, file));
		return isFile(value) ? [itemFile(field, value)] : [];
	});
}

/** What other nodes write into an item may be of any type. */
function itemFile(field: string, file: FileValue): ItemFile {
	const known = Object.entries(file).filter(
		([key, value]) => typeof value === (key === 'bytes' ? 'number' : 'string'),
	);
	return { field, binary: { data: '', mimeType: file.mimeType, ...Object.fromEntries(known) } };
}

function jsonOf(context: IExecuteFunctions, itemIndex: number): JsonObject {
	return objectOf(context.getInputData()[itemIndex]?.json);
}

/** The setting "Execution Logic v2"; older versions of n8n have neither it nor the question. */
function isCombined(context: IExecuteFunctions): boolean {
	return (
		typeof context.getWorkflowSettings === 'function' &&
		context.getWorkflowSettings().binaryMode === 'combined'
	);
}

type FileValue = Partial<IBinaryData> & { mimeType: string };

function isFile(value: unknown): value is FileValue {
	return isObject(value) && typeof value.mimeType === 'string';
}

function missingFile(context: IExecuteFunctions, itemIndex: number, value: unknown): InputFailure {
	const fields = filesOf(context, itemIndex).map(({ field }) => field);
	const count = fields.length === 1 ? 'a file in the field' : 'files in the fields';
	const found = fields.length === 0 ? 'no file at all' : `${count} ${quotedList(fields)}`;
	return new InputFailure(
		typeof value === 'string' && value !== ''
			? `The item has no file in the field ${quoted(value)} (it has ${found})`
			: `"Input Data Field Name" gives no file (the item has ${found})`,
		wayOut(fields, hasInputSource(context, itemIndex)),
	);
}

function wayOut([first, ...others]: readonly string[], mayBeUrl: boolean): string {
	if (first === undefined)
		return `Put a node before this one that provides the file, for example Read/Write Files from Disk or HTTP Request${mayBeUrl ? ', or set "Input Source" to URL' : ''}.`;
	return others.length === 0
		? `Set "Input Data Field Name" to ${quoted(first)}.`
		: `Set "Input Data Field Name" to ${quoted(first)}, to several fields with commas between them, or to * for all files of the item.`;
}

function hasInputSource(context: IExecuteFunctions, itemIndex: number): boolean {
	return context.getNodeParameter('inputSource', itemIndex, '') !== '';
}
