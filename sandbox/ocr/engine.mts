import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createScheduler, createWorker, OEM, PSM } from 'tesseract.js';
import type { Page, Scheduler } from 'tesseract.js';
import { messageOf } from './errors.mts';

/** Pages recognised at the same time. */
export const workerCount = Math.min(2, availableParallelism());

/**
 * English data from the installed package, so that nothing is fetched from the network and nothing
 * is written.
 */
const langPath = join(
	dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')),
	'4.0.0_best_int',
);

type Engine = { scheduler: Scheduler; stop: AbortController };

let engine: Promise<Engine> | undefined;

async function startWorker() {
	const worker = await createWorker('eng', OEM.LSTM_ONLY, {
		langPath,
		gzip: true,
		cacheMethod: 'none',
		// Without a handler tesseract.js throws in its message listener; the promise rejects anyway.
		errorHandler: () => {},
	});
	// One column keeps a label and its value, and the cells of a row, on one line.
	await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_COLUMN, user_defined_dpi: '300' });
	return worker;
}

async function start(): Promise<Engine> {
	const scheduler = createScheduler();
	const workers = await Promise.all(Array.from({ length: workerCount }, startWorker));
	for (const worker of workers) scheduler.addWorker(worker);
	return { scheduler, stop: new AbortController() };
}

/** Recognises one image; the engine is started at the first call and kept. */
export async function recognizeImage(png: Buffer): Promise<Page> {
	engine ??= start().catch((error: unknown) => {
		engine = undefined;
		throw error;
	});
	const { scheduler, stop } = await engine;
	return await new Promise((resolve, reject) => {
		const onStop = () => reject(new Error('The OCR engine was shut down'));
		stop.signal.addEventListener('abort', onStop, { once: true });
		scheduler
			.addJob('recognize', png, {}, { text: true, blocks: true })
			.then(
				({ data }) => resolve(data),
				(error: unknown) => reject(new Error(`The OCR engine failed: ${messageOf(error)}`)),
			)
			.finally(() => stop.signal.removeEventListener('abort', onStop));
	});
}

/**
 * Ends the engine, so that the process can exit; pages in work are rejected. A later call starts it
 * again.
 */
export async function shutdown(): Promise<void> {
	const running = engine;
	engine = undefined;
	if (running === undefined) return;
	const { scheduler, stop } = await running;
	stop.abort();
	// A page that was just handed over reaches its worker within this turn; a worker that is gone by
	// then would crash the process.
	await setImmediate();
	await scheduler.terminate();
}
