/* What axe finds wrong on the page as it is drawn now, and how its texts are drawn: in which colours and letters, on which
   ground; that decides about their contrast. Where one says what has been asked already, only the other texts are asked about. */
async ([rules, frame, asked]) => {
  for (let tries = 0; document.fonts.status !== "loaded" || document.querySelector(".htmx-request"); tries += 1) {
    if (tries > 3000) return [["something is still on its way"], []];
    await new Promise((done) => setTimeout(done, 10));
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const ground = (one) => {
    const { backgroundColor, backgroundImage } = getComputedStyle(one);
    const isClear = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none";
    return isClear && one.parentElement ? ground(one.parentElement) : `${backgroundColor} ${backgroundImage}`;
  };
  const drawn = (one) => {
    const { color, fontSize, fontWeight } = getComputedStyle(one);
    return `${color} ${fontSize} ${fontWeight} on ${ground(one)}`;
  };
  const speaks = (one) => one.matches("input, textarea, select") || [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const isSeen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const texts = [...document.querySelectorAll("body *")].filter((one) => speaks(one) && isSeen(one)).map((one) => [one, drawn(one)]);
  const drawings = [...new Set(texts.map(([, how]) => how))];
  const known = new Set(asked);
  const rest = texts.filter(([, how]) => !known.has(how)).map(([one]) => one);
  if (asked && !rest.length) return [[], drawings];
  const options = { runOnly: rules, resultTypes: ["violations"], iframes: false, preload: false };
  const { violations } = await axe.run({ include: asked ? rest : [document], exclude: frame }, options);
  const why = ({ any, all, none }) => [...any, ...all, ...none].map((one) => one.message).join("; ");
  return [violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${why(node)}`)), drawings];
};
