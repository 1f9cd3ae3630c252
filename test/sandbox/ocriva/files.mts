import type { Canvas } from '@napi-rs/canvas';

/** A canvas as a BMP of 24 bits, which the canvas itself cannot write. */
export function bmp(canvas: Canvas): Buffer {
	const { width, height } = canvas;
	const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
	const row = Math.ceil((width * 3) / 4) * 4;
	const file = Buffer.alloc(54 + row * height);
	file.write('BM');
	file.writeUInt32LE(file.length, 2);
	file.writeUInt32LE(54, 10);
	file.writeUInt32LE(40, 14);
	file.writeInt32LE(width, 18);
	file.writeInt32LE(height, 22);
	file.writeUInt16LE(1, 26);
	file.writeUInt16LE(24, 28);
	for (let y = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1) {
			const from = (y * width + x) * 4;
			const to = 54 + (height - 1 - y) * row + x * 3;
			for (let channel = 0; channel < 3; channel += 1)
				file[to + channel] = data[from + 2 - channel] ?? 0;
		}
	}
	return file;
}
