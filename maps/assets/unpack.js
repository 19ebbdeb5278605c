/* Packed texts of the page: base64 of gzip. Browsers that cannot inflate get our own way of doing it. */
"use strict";
// Within another page, which says town and week itself, a page begins with what is to be seen.
if (window.top !== window) document.documentElement.classList.add("framed");
window.patrol = { layers: {}, map: null, held: {} };

/* Inflate one gzip member with the plain ten-byte header that maps/packing.py writes (RFC 1951, RFC 1952). */
patrol.gunzip = (input) => {
  const out = new Uint8Array(new DataView(input.buffer, input.byteOffset + input.length - 4).getUint32(0, true));
  let at = 10, held = 0, count = 0, end = 0;
  const bits = (need) => {
    while (count < need) { held |= input[at++] << count; count += 8; }
    const value = held & ((1 << need) - 1);
    held >>>= need;
    count -= need;
    return value;
  };
  const tree = (lengths) => {
    const counts = new Uint16Array(16), places = new Uint16Array(17), symbols = new Uint16Array(lengths.length);
    for (const length of lengths) counts[length]++;
    counts[0] = 0;
    for (let i = 1; i < 16; i++) places[i + 1] = places[i] + counts[i];
    lengths.forEach((length, symbol) => { if (length) symbols[places[length]++] = symbol; });
    return { counts, symbols };
  };
  const symbol = ({ counts, symbols }) => {
    let code = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      if (code < first + counts[length]) return symbols[index + code - first];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new Error("The page's data are damaged.");
  };
  const copy = (literals, distances) => {
    for (let next = symbol(literals); next !== 256; next = symbol(literals)) {
      if (next < 256) { out[end++] = next; continue; }
      const step = next - 257, more = step < 8 || step === 28 ? 0 : (step >> 2) - 1;
      const base = step === 28 ? 258 : step < 8 ? step + 3 : ((4 + (step & 3)) << more) + 3;
      let length = base + bits(more);
      const far = symbol(distances), wide = far < 4 ? 0 : (far >> 1) - 1;
      const back = (far < 4 ? far + 1 : ((2 + (far & 1)) << wide) + 1) + bits(wide);
      for (; length; length--, end++) out[end] = out[end - back];
    }
  };
  const fixed = () => [
    tree(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
    tree(new Array(30).fill(5)),
  ];
  const dynamic = () => {
    const [literal, distance, few] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const short = new Array(19).fill(0);
    for (let i = 0; i < few; i++) short[[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15][i]] = bits(3);
    const lengths = [], codes = tree(short);
    while (lengths.length < literal + distance) {
      const next = symbol(codes);
      if (next < 16) { lengths.push(next); continue; }
      const value = next === 16 ? lengths[lengths.length - 1] : 0;
      const times = next === 16 ? 3 + bits(2) : next === 17 ? 3 + bits(3) : 11 + bits(7);
      for (let i = 0; i < times; i++) lengths.push(value);
    }
    return [tree(lengths.slice(0, literal)), tree(lengths.slice(literal))];
  };
  for (let last = 0; !last;) {
    last = bits(1);
    const kind = bits(2);
    if (kind) { copy(...(kind === 1 ? fixed() : dynamic())); continue; }
    held = count = 0;
    const length = input[at] | (input[at + 1] << 8);
    out.set(input.subarray(at + 4, at + 4 + length), end);
    at += 4 + length;
    end += length;
  }
  return out;
};

/* Bytes of a packed data element. */
patrol.inflate = async (id) => {
  const text = atob(document.getElementById(id).textContent.trim());
  const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  if (!window.DecompressionStream) return patrol.gunzip(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};
patrol.inflateJson = async (id) => JSON.parse(new TextDecoder().decode(await patrol.inflate(id)));
