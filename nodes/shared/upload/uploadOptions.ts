import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputFailure } from '../core/errors';
import { choice, isOn, textIn } from '../operations/parameters';
import { type ResultSettings, settingsOfUpload } from '../operations/waitOptions';
import { type PageCaps, pageCapsOf } from './pageCaps';

export const combineFilesOption: INodeProperties = {
	displayName: 'Combine Files of an Item',
	name: 'combineFiles',
	type: 'boolean',
	default: true,
	description:
		'Whether all files of an item become one document in the output, such as the photos of one letter: in the order of their fields, with the pages numbered through',
};

export const ifUploadedBeforeOption: INodeProperties = {
	displayName: 'If File Was Uploaded Before',
	name: 'ifUploadedBefore',
	type: 'options',
	default: 'reuse',
	description:
		'What to do with a file that this option has sent to the account before, to be read in the same way. It is known by its content, for as long as the service keeps the document, among the newest 1,000 documents. Two executions that send the same new file in the same second may both pay.',
	options: [
		{
			name: 'Skip',
			value: 'skip',
			description: 'The file gives no item, so that only new files go on',
		},
		{
			name: 'Upload Again',
			value: 'again',
			description: 'The file is read and paid again',
		},
		{
			name: 'Use Earlier Result',
			value: 'reuse',
			description: 'The result of the earlier upload is given, which costs no credits',
		},
	],
};

export const maxPagesPerExecutionOption: INodeProperties = {
	displayName: 'Max Pages per Execution',
	name: 'maxPagesPerExecution',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 100,
	description:
		'How many pages this node may send in one execution, over all its items, loops and retries. A file with more pages than are left is not sent.',
};

export const maxPagesPerFileOption: INodeProperties = {
	displayName: 'Max Pages per File',
	name: 'maxPagesPerFile',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 20,
	description:
		'A file with more pages is not sent, and neither is one whose pages cannot be counted',
};

const EARLIER = ['again', 'reuse', 'skip'] as const;

/** What the parameters of an upload say, whatever the service. */
export interface UploadOptions {
	caps: PageCaps;
	/** The files of an item become one document. */
	combines: boolean;
	ifUploadedBefore: (typeof EARLIER)[number];
	/** Of its documents at the service; empty for the names of its files. */
	fileName: string;
	/** Undefined when the item goes on at once. */
	settings: ResultSettings | undefined;
}

/**
 * @throws InputFailure for values that an expression got wrong, and for options that exclude each
 * other
 */
export function uploadOptions(
	context: IExecuteFunctions,
	itemIndex: number,
	options: Record<string, unknown>,
): UploadOptions {
	const settings = settingsOfUpload(context, itemIndex, options);
	const combines = isOn(options.combineFiles, combineFilesOption.displayName);
	const ifUploadedBefore = choice(
		options.ifUploadedBefore ?? 'again',
		EARLIER,
		'If File Was Uploaded Before',
	);
	if (combines && !settings)
		throw new InputFailure(
			'"Combine Files of an Item" needs the results of all files',
			'Turn on "Wait for Completion", or remove the option.',
		);
	if (combines && settings?.mode === 'raw')
		throw new InputFailure(
			'"Combine Files of an Item" does not go together with "Output" set to Raw',
			'Set "Output" to Document, or remove the option: raw answers of the service stay one by one.',
		);
	if (ifUploadedBefore === 'reuse' && settings?.deleteWhenDone)
		throw new InputFailure(
			'"Delete When Done" would delete the result that "If File Was Uploaded Before" wants to use again',
			'Remove one of the two options.',
		);
	return {
		caps: pageCapsOf(options),
		combines,
		ifUploadedBefore,
		fileName: textIn(options.fileName, 'File Name'),
		settings,
	};
}
