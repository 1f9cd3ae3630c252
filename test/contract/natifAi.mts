import { Contract } from './contract.mts';
import { resolved, type Response } from './document.mts';

/**
 * Natif.ai, below `/natif-ai` in the sandbox. Only what is answered with JSON has to be asked for
 * as JSON.
 */
export const natifAi: Contract = new Contract('natif-ai.openapi.yaml', {
	pathOf: (pathname) =>
		pathname.replace(/^\/natif-ai(?=\/)/, '').replace(/^(\/documents)\/$/, '$1'),
	wantsJson: ({ responses }) =>
		['200', '201'].some((status) => {
			const response = responses[status];
			return (
				response !== undefined &&
				'application/json' in (resolved<Response>(natifAi.description, response).content ?? {})
			);
		}),
});
