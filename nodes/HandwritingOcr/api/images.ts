import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { discard } from '../../shared/http/streams';
import { Failure } from '../../shared/core/errors';
import { mediaTypeOf } from '../../shared/core/mime';
import { openUrl } from '../../shared/http/openUrl';
import type { HandwritingOcr } from './client';

interface PageImage {
	/** The open stream of the image. */
	body: unknown;
	mimeType: string;
}

/**
 * The image behind a thumbnail URL, used as given: its route differs from all others and cannot be
 * built. The token goes along only to the API's own hosts; an image on another host is asked for
 * without it.
 */
export async function getPageImage(
	context: IExecuteFunctions,
	service: HandwritingOcr,
	address: string,
): Promise<PageImage> {
	const url = new URL(address, service.client.service.baseUrl);
	if (isOwnHost(url, new URL(service.client.service.baseUrl))) {
		const { body, headers } = await service.client.request({
			route: 'image',
			method: 'GET',
			path: url.href,
			retry: 'always',
			answer: 'stream',
		});
		return { body, mimeType: imageType(headers) };
	}
	const answer = await openUrl(context, url);
	if (answer.statusCode < 300) return { body: answer.body, mimeType: imageType(answer.headers) };
	discard(answer.body);
	throw new Failure(
		`The page image on ${url.host} answered with status ${answer.statusCode}`,
		'The API token is not sent to other hosts than the API itself.',
	);
}

/** The host of the credential's base URL, or one of the service's over https. */
function isOwnHost(url: URL, base: URL): boolean {
	const isHttps = url.protocol === 'https:';
	if (url.host === base.host) return isHttps || url.protocol === base.protocol;
	return (
		isHttps && [url, base].every(({ hostname }) => /(^|\.)handwritingocr\.com$/.test(hostname))
	);
}

function imageType(headers: IDataObject): string {
	const type = mediaTypeOf(headers);
	return type.startsWith('image/') ? type : 'image/jpeg';
}
