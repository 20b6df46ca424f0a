// Screenshots as small PNGs: at most 256 colours, which is plenty for pages of black on white.
import { deflateSync, inflateSync } from "node:zlib";
import { crc32 } from "./crc32.mjs";

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

function* chunksOf(png) {
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { name: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** The pixels of a PNG as browsers write it: 8 bits, RGB or RGBA, not interlaced. */
export function pixelsOf(png) {
  let head;
  const packed = [];
  for (const { name, data } of chunksOf(png)) {
    if (name === "IHDR") head = { width: data.readUInt32BE(0), height: data.readUInt32BE(4), channels: data[9] === 6 ? 4 : 3 };
    if (name === "IDAT") packed.push(data);
  }
  const { width, height, channels } = head;
  const raw = inflateSync(Buffer.concat(packed));
  const line = width * channels;
  const out = Buffer.alloc(height * line);
  for (let row = 0; row < height; row += 1) {
    const filter = raw[row * (line + 1)];
    for (let at = 0; at < line; at += 1) {
      const here = row * line + at;
      const left = at >= channels ? out[here - channels] : 0;
      const up = row > 0 ? out[here - line] : 0;
      const corner = row > 0 && at >= channels ? out[here - line - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[here] = raw[row * (line + 1) + 1 + at] + guess;
    }
  }
  return { width, height, channels, pixels: out };
}

/** The colours that stand for all: those of the fullest boxes of a coarse cube, each by its mean. */
function paletteOf({ pixels, channels }) {
  const boxes = new Map();
  for (let at = 0; at < pixels.length; at += channels) {
    const key = ((pixels[at] >> 3) << 10) | ((pixels[at + 1] >> 3) << 5) | (pixels[at + 2] >> 3);
    const box = boxes.get(key) ?? [0, 0, 0, 0];
    boxes.set(key, [box[0] + 1, box[1] + pixels[at], box[2] + pixels[at + 1], box[3] + pixels[at + 2]]);
  }
  const full = [...boxes].sort(([, one], [, other]) => other[0] - one[0]);
  const colours = full.slice(0, 256).map(([, [many, ...sums]]) => sums.map((sum) => Math.round(sum / many)));
  const nearest = ([, [many, ...sums]]) => {
    const mean = sums.map((sum) => sum / many);
    const away = colours.map((colour) => colour.reduce((sum, value, channel) => sum + (value - mean[channel]) ** 2, 0));
    return away.indexOf(Math.min(...away));
  };
  const index = new Map(full.map((box, at) => [box[0], at < 256 ? at : nearest(box)]));
  return { colours, index };
}

export function smallPng(png) {
  const image = pixelsOf(png);
  const { width, height, channels, pixels } = image;
  const { colours, index } = paletteOf(image);
  const lines = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = (row * width + column) * channels;
      lines[row * (width + 1) + 1 + column] = index.get(((pixels[at] >> 3) << 10) | ((pixels[at + 1] >> 3) << 5) | (pixels[at + 2] >> 3));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const parts = [chunk("IHDR", head), chunk("PLTE", Buffer.from(colours.flat())), chunk("IDAT", deflateSync(lines, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}
