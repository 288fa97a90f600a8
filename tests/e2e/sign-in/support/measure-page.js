// Evaluated in a page, and so plain JavaScript without imports: its value is what the last expression gives.
(() => {
  // Relative luminance and contrast as WCAG 2.2 has them; colours are `rgb(r, g, b)` or wholly transparent.
  const numbers = (colour) => (colour.match(/[\d.]+/gu) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = numbers(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backgroundOf = (element) => {
    if (element === null) return "rgb(255, 255, 255)";
    const colour = getComputedStyle(element).backgroundColor;
    return numbers(colour)[3] === 0 ? backgroundOf(element.parentElement) : colour;
  };
  const contrastOf = (element) => {
    const both = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  };
  const heights = [...document.querySelectorAll("main > form button")].map(
    (button) => button.getBoundingClientRect().height,
  );
  return {
    language: document.documentElement.lang,
    isTooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    isDark: luminance(backgroundOf(document.body)) < 0.5,
    lowestContrast: Math.min(
      ...[...document.querySelectorAll("h1, p, button, summary, label, textarea, code")].map(contrastOf),
    ),
    smallestButton: heights.length === 0 ? 0 : Math.min(...heights),
  };
})();
