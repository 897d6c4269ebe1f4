/** What was promised, or the signal's reason as soon as it says so: for what does not listen to a signal itself. */
export function orAborted<T>(promised: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const abort = () => fail(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    void promised.then(done, fail).then(() => signal.removeEventListener('abort', abort));
  });
}
