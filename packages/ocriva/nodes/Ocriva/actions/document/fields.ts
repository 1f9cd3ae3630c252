import { jsonParameter } from '../../../shared/operations/jsonParameter';
import { collection } from '../../../shared/operations/parameters';
import type { UploadOrder } from '../../../shared/upload/fileSender';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import { onlyProject } from '../../api/catalog';
import type { UploadFields } from '../../api/upload';
import { projectOf, templateOf } from '../locators';
import type { Run } from '../operation';

/**
 * Reads what the parameters of an item say; without a project, {@link onlyProject} is asked once.
 */
export function orderReader({
	context,
	service,
}: Run): (itemIndex: number) => Promise<UploadOrder<UploadFields>> {
	let only: Promise<string> | undefined;
	return async (itemIndex) => {
		const options = collection(context, 'options', itemIndex);
		const templateId = templateOf(context, itemIndex);
		const metadata = jsonParameter(options.metadata, 'Metadata', '{"customer": 4711}');
		const order = uploadOptions(context, itemIndex, options);
		const projectId = projectOf(context, itemIndex) || (await (only ??= onlyProject(service)));
		const fields = { projectId, templateId, metadata: metadata && JSON.stringify(metadata) };
		return { ...order, fields, variant: [projectId, templateId] };
	};
}
