import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { dispositionName } from '../../../shared/files/contentDisposition';
import { ServiceFailure } from '../../../shared/core/errors';
import { fileToItem } from '../../../shared/files/fileToItem';
import type { ApiAnswer } from '../../../shared/http/apiClient';
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

/** What an address gives that is not the API's, or an API that tells something instead. */
const NO_FILES = ['text/html', 'application/json'];

/**
 * An item with the file of an answer.
 *
 * @param field where the file goes
 * @throws ServiceFailure for an answer that is no file of this kind
 */
export async function fileItem(
	{ context }: Run,
	answer: ApiAnswer,
	json: IDataObject,
	field: string,
	{ name, type, otherwise }: FileKind,
): Promise<INodeExecutionData> {
	const said = mediaTypeOf(answer.headers);
	if (NO_FILES.includes(said) && !said.startsWith(type)) throw notFile(answer, said);
	const mimeType = said.startsWith(type) ? said : otherwise;
	const ownName = dispositionName(answer.headers['content-disposition']);
	return await fileToItem(context, { json }, field, {
		content: answer.body,
		name: nameForType(ownName || name, mimeType),
		mimeType,
	});
}

function notFile({ status }: ApiAnswer, type: string): ServiceFailure {
	return new ServiceFailure(
		`The service answered with ${type} instead of a file`,
		'Check the Base URL in the credential, such as https://api.natif.ai.',
		status,
		null,
	);
}
