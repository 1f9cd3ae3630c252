import { n8nMajors, type N8nMajor } from '../../sandbox/launch/paths.mjs';

/** The n8n of a version whose binary data stays in memory, or goes to disk as by default. */
export type World = { name: string; major: N8nMajor; binaryDataMode: 'default' | 'filesystem' };

/** Every pinned n8n in both binary modes. `sharedN8n` knows each by its name. */
export const worlds: World[] = n8nMajors.flatMap((major) => [
	{ name: `n8n ${major}`, major, binaryDataMode: 'filesystem' as const },
	{ name: `n8n ${major} with files in memory`, major, binaryDataMode: 'default' as const },
]);

/** The worlds for what does not depend on the binary mode: one a version. */
export const versions = worlds.filter(({ binaryDataMode }) => binaryDataMode === 'filesystem');
