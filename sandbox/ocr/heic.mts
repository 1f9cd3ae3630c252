import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { messageOf, UnreadableFileError } from './errors.mts';
import type { HeicAnswer } from './heicWorker.mts';
import { checkPixels } from './limits.mts';
import type { PageSource } from './pages.mts';
import { toRawPage } from './raw.mts';

/**
 * Decodes in a thread: the decoder blocks for seconds, and writes to standard output what it
 * dislikes, which is swallowed here.
 */
async function decode(file: Uint8Array): Promise<HeicAnswer> {
	const worker = new Worker(new URL('./heicWorker.mts', import.meta.url), {
		workerData: file,
		stdout: true,
		stderr: true,
	});
	try {
		const [answer]: HeicAnswer[] = await once(worker, 'message');
		return answer ?? { error: 'no answer' };
	} catch (error) {
		return { error: messageOf(error) };
	} finally {
		await worker.terminate();
	}
}

/**
 * Opens a HEIC photo (its first picture). The decoder turns it upright.
 * @throws UnreadableFileError when the page is decoded
 */
export function openHeic(file: Uint8Array): PageSource {
	return {
		count: 1,
		page: async () => {
			const answer = await decode(file);
			if ('error' in answer)
				throw new UnreadableFileError('broken', `The HEIC image is damaged: ${answer.error}`);
			const { data, width, height } = answer;
			checkPixels(width, height);
			const pixels = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
			return await toRawPage(sharp(pixels, { raw: { width, height, channels: 4 } }), width, height);
		},
		close: () => {},
	};
}
