import { Contract } from './contract.mts';

/** Handwriting OCR, v3 and v2; the older `/api/v3` counts as `/v3`. */
export const handwritingOcr = new Contract('handwriting-ocr.openapi.yaml', {
	pathOf: (pathname) => pathname.replace(/^\/api(?=\/v\d\/)/, ''),
	wantsJson: ({ operationId }) => !operationId.startsWith('getPageImage'),
});
