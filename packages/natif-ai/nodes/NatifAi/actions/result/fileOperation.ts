import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { getFile, resultPath } from '../../api/results';
import type { ResultName } from '../../api/parse';
import type { Operation } from '../operation';
import { onProcessing, processingIdProperty } from '../processingId';
import { fileItem, type FileKind } from './fileAnswer';
import { fetched } from './missing';

const AT_ONCE = 3;

interface FileOperation {
	option: Operation['option'];
	result: ResultName;
	/** What the file is called beside "Put Output in Field". */
	what: string;
	kind: (id: string) => FileKind;
}

/** An operation that gives one result of a processing as a file. */
export function fileOperation({ option, result, what, kind }: FileOperation): Operation {
	return {
		option,
		properties: [processingIdProperty, outputFieldProperty(what)],
		execute: async (run) =>
			await forEachItem(run.context, { concurrency: AT_ONCE }, async (itemIndex) => {
				const { context, service } = run;
				const field = outputField(context, itemIndex);
				return await onProcessing(context, itemIndex, async (id) => [
					await fetched(
						service,
						id,
						result,
						async () =>
							await getFile(
								service,
								{ id, path: resultPath(id, result) },
								async (answer) => await fileItem(run, answer, { json: { id }, field, ...kind(id) }),
							),
					),
				]);
			}),
	};
}
