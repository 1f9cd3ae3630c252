import { Contract } from './contract.mts';

/** Ocriva; in the sandbox it stands below `/ocriva`. An export takes whatever file comes. */
export const ocriva = new Contract('ocriva.openapi.yaml', {
	pathOf: (pathname) => pathname.replace(/^\/ocriva(?=\/v1\/)/, ''),
	wantsJson: ({ operationId }) => operationId !== 'exportResult',
});
