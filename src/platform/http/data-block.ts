/** A value as JSON for a page's data block: no script runs from it, and no text can end it early. */
export const dataBlock = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
