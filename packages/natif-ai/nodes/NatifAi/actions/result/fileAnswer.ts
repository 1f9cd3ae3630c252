import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { dispositionName } from '../../../shared/files/contentDisposition';
import { fileToItem } from '../../../shared/files/fileToItem';
import type { ApiAnswer } from '../../../shared/http/service';
import { nameForType } from '../../../shared/core/fileName';
import { mediaTypeOf } from '../../../shared/core/mime';
import type { Run } from '../operation';

/** What a file is where the answer does not say it. */
export interface FileKind {
	/** Without extension; the service's own name goes before. */
	name: string;
	/** `image/` or a whole media type. */
	type: string;
	/** The media type of an answer that is not of this type. */
	otherwise: string;
}

/**
 * An item with the file of an answer.
 *
 * @param field where the file goes
 * @throws Failure for an answer whose first bytes show that it is no file of this kind
 */
export async function fileItem(
	{ context }: Run,
	answer: ApiAnswer,
	{ json, field, name, type, otherwise }: FileKind & { json: IDataObject; field: string },
): Promise<INodeExecutionData> {
	const said = mediaTypeOf(answer.headers);
	const mimeType = said.startsWith(type) ? said : otherwise;
	const ownName = dispositionName(answer.headers['content-disposition']);
	return await fileToItem(
		context,
		{ json },
		{ field, content: answer.body, name: nameForType(ownName || name, mimeType), mimeType },
	);
}
