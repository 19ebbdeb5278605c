/* Small results as a picture that another phone or the office's camera reads: gzip, then base45 (RFC 9285). */
"use strict";
patrol.qr = { MARK: "PR1:", MOST: 2048, SIGNS: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" };

patrol.qr.base45 = (bytes) => {
  const { SIGNS } = patrol.qr;
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    const value = pair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    text += SIGNS[value % 45] + SIGNS[Math.floor(value / 45) % 45] + (pair ? SIGNS[Math.floor(value / 2025)] : "");
  }
  return text;
};

patrol.qr.bytes = (text) => {
  const values = [...text].map((sign) => patrol.qr.SIGNS.indexOf(sign));
  if (values.includes(-1)) throw new Error("no base45");
  const bytes = [];
  for (let i = 0; i < values.length; i += 3) {
    const [low, middle, high] = values.slice(i, i + 3);
    const value = low + 45 * middle + 2025 * (high ?? 0);
    bytes.push(...(high === undefined ? [value] : [value >> 8, value & 255]));
  }
  return Uint8Array.from(bytes);
};

/* What the picture says: packed where the browser can, else the text itself. */
patrol.qr.text = async (results) => {
  const plain = JSON.stringify(results);
  if (!window.CompressionStream) return plain;
  const packed = new Blob([plain]).stream().pipeThrough(new CompressionStream("gzip"));
  return patrol.qr.MARK + patrol.qr.base45(new Uint8Array(await new Response(packed).arrayBuffer()));
};

/* The other way: a text that was scanned, or the JSON of a file as it is. */
patrol.qr.read = (text) => {
  const told = text.trim();
  if (!told.startsWith(patrol.qr.MARK)) return text;
  return new TextDecoder().decode(patrol.gunzip(patrol.qr.bytes(told.slice(patrol.qr.MARK.length))));
};

/* Draw it with the quiet rim that readers need; whole pixels, black on white. */
patrol.qr.draw = (canvas, text) => {
  qrcode.stringToBytes = (plain) => [...new TextEncoder().encode(plain)];
  const code = qrcode(0, "L");
  code.addData(text, text.startsWith(patrol.qr.MARK) ? "Alphanumeric" : "Byte");
  code.make();
  const n = code.getModuleCount(), rim = 4, scale = Math.max(3, Math.floor(640 / (n + 2 * rim)));
  canvas.width = canvas.height = (n + 2 * rim) * scale;
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      if (code.isDark(row, column)) context.fillRect((column + rim) * scale, (row + rim) * scale, scale, scale);
    }
  }
};
