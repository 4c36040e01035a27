/** The text with each `{{name}}` replaced by its value; a name without a value stays, so that it is seen. */
export const fillTemplate = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/{{(\w+)}}/g, (whole, name: string) => String(values[name] ?? whole));
