import { parentPort, workerData } from 'node:worker_threads';
import heic from 'heic-decode';
import { messageOf } from './errors.mts';
import { maxPixels } from './limits.mts';

/**
 * What the worker answers: four bytes (RGBA) a pixel, none of them when the size is above the
 * limit; or what is wrong.
 */
export type HeicAnswer =
	| { width: number; height: number; data: Uint8ClampedArray }
	| { error: string };

async function decode(file: Uint8Array): Promise<HeicAnswer> {
	const [image] = await heic.all({ buffer: file });
	if (image === undefined) return { error: 'it has no picture' };
	const { width, height } = image;
	return width * height > maxPixels
		? { width, height, data: new Uint8ClampedArray() }
		: await image.decode();
}

const answer =
	workerData instanceof Uint8Array
		? await decode(workerData).catch((error: unknown): HeicAnswer => ({ error: messageOf(error) }))
		: { error: 'no file was sent' };
parentPort?.postMessage(answer);
