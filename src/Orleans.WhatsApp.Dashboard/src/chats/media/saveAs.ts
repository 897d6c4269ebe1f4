/** Hands a file to the browser's downloads. It is never opened: a page among the files would run as ours. */
export function saveAs(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some browsers take the bytes only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
}
