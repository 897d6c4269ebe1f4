export interface ServerEvent {
  name: string;
  id: string | null;
  data: string;
}

/** Reads text/event-stream as it comes, in pieces of any length. */
export class EventLines {
  private rest = '';

  /** The events that are whole with this piece. Comments, which are heartbeats, are not among them. */
  push(piece: string): ServerEvent[] {
    const blocks = (this.rest + piece).split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.flatMap(read);
  }
}

function read(block: string): ServerEvent[] {
  const event: ServerEvent = { name: 'message', id: null, data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, '');
    switch (line.slice(0, colon)) {
      case 'event':
        event.name = value;
        break;
      case 'id':
        event.id = value;
        break;
      case 'data':
        event.data = event.data ? `${event.data}\n${value}` : value;
        break;
    }
  }
  return event.data ? [event] : [];
}
