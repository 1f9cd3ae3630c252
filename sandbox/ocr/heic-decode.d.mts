/**
 * heic-decode 2.1; the published types lack the size of a picture that is not decoded yet, and
 * `dispose`.
 */
declare module 'heic-decode' {
	type Decoded = { width: number; height: number; data: Uint8ClampedArray };
	type Picture = { width: number; height: number; decode(): Promise<Decoded> };
	const heic: { all(file: { buffer: Uint8Array }): Promise<Picture[] & { dispose(): void }> };
	export default heic;
}
