import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isoDate } from '../core/dates';
import { quoted } from '../core/quote';
import { InputFailure, toFailure } from '../core/errors';
import { objectOf, trimmed } from '../core/json';
import type { Status } from '../waiting/documentStatus';
import { checkedId } from './parameters';

/** A picker of one thing by list, id and, where its links hold the id, by URL. */
export interface Picker {
	/** Of the parameter. */
	name: string;
	/** The collection that it stands in, such as `options`. */
	collection?: string;
	/** Shown to the user. */
	label: string;
	description: string;
	/** The method of `listSearch` that fills the list. */
	searchListMethod: string;
	/** An id as the service writes it. */
	exampleId: string;
	/** Where links are taken too: how the id is found in one, and how a link looks. */
	url?: { pattern: string; example: string; errorMessage: string; nextStep: string };
	/** May stay empty. */
	optional?: boolean;
}

export function locatorProperty({
	name,
	label,
	description,
	searchListMethod,
	exampleId,
	url,
	optional = false,
}: Picker): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: !optional,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${exampleId}` },
			...(url
				? [
						{
							displayName: 'By URL',
							name: 'url',
							type: 'string' as const,
							placeholder: `e.g. ${url.example}`,
							extractValue: { type: 'regex' as const, regex: url.pattern },
							validation: [
								{
									type: 'regex' as const,
									properties: { regex: `${url.pattern}.*`, errorMessage: url.errorMessage },
								},
							],
						},
					]
				: []),
		],
	};
}

/** A document in a picker. */
interface Entry {
	name: string;
	/** As the service gives it. */
	createdAt: string | null;
	/** What was read, in the words of the parameters. */
	kind: string | null;
	status: Status;
}

/**
 * What a picker shows for a document. Scanners give many files the same name, so the time of the
 * upload tells them apart; nearly all documents are processed, so that is not said.
 */
export function entryName({ name, createdAt, kind, status }: Entry): string {
	const [date, minute] = (isoDate(createdAt) ?? '').split(/T|:\d\d\./);
	const details = [
		date && minute && `${date} ${minute} UTC`,
		kind,
		status !== 'processed' && status,
	].filter(Boolean);
	return details.length > 0 ? `${name} (${details.join(', ')})` : name;
}

/**
 * The id that is picked.
 *
 * @throws InputFailure when the picker holds no usable id
 */
export function pickedId(
	context: Pick<IExecuteFunctions, 'getNodeParameter'>,
	itemIndex: number,
	picker: Picker,
): string {
	const { label, url, optional } = picker;
	const name =
		picker.collection === undefined ? picker.name : `${picker.collection}.${picker.name}`;
	const { mode, value: text } = objectOf(
		context.getNodeParameter(name, itemIndex, '', { extractValue: false }),
	);
	try {
		const id: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
		return optional && trimmed(id) === '' ? '' : checkedId(id, label, url ? 'link' : 'list');
	} catch (error) {
		throw mode === 'url' && url
			? new InputFailure(
					`"${label}" is not a link to a ${label.toLowerCase()}: ${quoted(text)}`,
					url.nextStep,
				)
			: toFailure(error);
	}
}

/** Does its work on the picked thing of an item; every failure carries the id. */
export async function onPicked<Result>(
	context: IExecuteFunctions,
	itemIndex: number,
	picker: Picker,
	work: (id: string) => Promise<Result>,
): Promise<Result> {
	const id = pickedId(context, itemIndex, picker);
	return await withId(id, async () => await work(id));
}

/** Does its work on what has an id; every failure carries it. */
export async function withId<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw toFailure(error).with({ id });
	}
}
