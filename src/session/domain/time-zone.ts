/** True for a name of the IANA time zone database that this platform knows, as "Asia/Baku". */
export function isTimeZone(name: string): boolean {
  try {
    return (
      /^[A-Za-z_]+\/[A-Za-z_/+-]+$|^UTC$/.test(name) && Boolean(Intl.DateTimeFormat('en', { timeZone: name }))
    );
  } catch {
    return false;
  }
}
