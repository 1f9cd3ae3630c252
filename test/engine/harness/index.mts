import type { Engine, EngineOptions } from './engine.mts';
import { prepareEnvironment } from './environment.mts';

export type { Engine, EngineOptions } from './engine.mts';
export type { LogEntry } from './logs.mts';
export type { Trigger } from './trigger.mts';
export type * from './types.mts';
export { everythingIn } from './logs.mts';

/** Starts n8n's engine; once in a test file, in `beforeAll`, with `close()` in `afterAll`. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
	prepareEnvironment();
	const { Engine: LoadedEngine } = await import('./engine.mts');
	return await LoadedEngine.start(options);
}
