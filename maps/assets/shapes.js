/* Marks: a grade is a colour and a shape, an idle plant has an open centre. */
"use strict";
patrol.GRADES = ["red", "orange", "yellow", "blue"];
patrol.looks = {};  // filled by the page from the palette

patrol.shape = (context, grade, x, y, r) => {
  context.beginPath();
  if (grade === "red") context.roundRect(x - r * 0.92, y - r * 0.92, r * 1.84, r * 1.84, r * 0.2);
  else if (grade === "orange") context.roundRect(x - r * 0.95, y - r, r * 1.9, r * 2, [r * 0.95, r * 0.95, r * 0.2, r * 0.2]);
  else if (grade === "yellow") context.arc(x, y, r, 0, 2 * Math.PI);
  else if (grade === "none") {  // a place in no ledger
    const [first, ...rest] = [[x - r * 1.15, y], [x, y - r * 1.15], [x + r * 1.15, y], [x, y + r * 1.15]];
    context.moveTo(...first);
    for (const corner of rest) context.lineTo(...corner);
    context.closePath();
  }
  else context.roundRect(x - r, y - r, r * 2, r * 2, [r, r * 0.15, r, r * 0.15]);
};

patrol.OUTLINE = "#1b1f24";

patrol.dot = (context, grade, x, y, r, { idle = false, hollow = false } = {}) => {
  patrol.shape(context, grade, x, y, r);
  context.fillStyle = hollow ? "rgba(255,255,255,.85)" : patrol.looks[grade].dot;
  context.fill();
  context.lineWidth = hollow ? 2.5 : 1.2;
  context.strokeStyle = hollow ? patrol.looks[grade].dot : patrol.OUTLINE;
  context.stroke();
  if (hollow) {
    patrol.shape(context, grade, x, y, r + 1.4);
    context.lineWidth = 0.8;
    context.strokeStyle = patrol.OUTLINE;
    context.stroke();
  }
  if (!idle || hollow) return;
  context.beginPath();
  context.arc(x, y, Math.max(1.2, r * 0.42), 0, 2 * Math.PI);
  context.fillStyle = "#fff";
  context.fill();
  context.lineWidth = 0.8;
  context.stroke();
};

patrol.badge = (context, grade, x, y, r, text, ring) => {
  const look = patrol.looks[grade];
  patrol.shape(context, grade, x, y, r + 2.2);
  context.fillStyle = ring || "#fff";
  context.fill();
  patrol.shape(context, grade, x, y, r);
  context.fillStyle = look.badge;
  context.fill();
  context.lineWidth = 1.4;
  context.strokeStyle = patrol.OUTLINE;
  context.stroke();
  context.fillStyle = look.text;
  context.font = `700 ${Math.round(r * (text.length > 2 ? 0.85 : 1.08))}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x, y + r * 0.06);
};
