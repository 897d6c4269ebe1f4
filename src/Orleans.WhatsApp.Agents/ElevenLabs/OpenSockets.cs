using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// The cap on one agent's sockets in this process. A plan's concurrency belongs to the account, and one busy agent must not use up what the others need;
/// what waits here is seen in <c>whatsapp.agents.sockets.waiting</c>.
/// </summary>
internal sealed class OpenSockets
{
    public const string MeterName = "Orleans.WhatsApp.Agents";

    private readonly int _limit;
    private readonly Dictionary<string, Room> _rooms = [];
    private int _open;
    private int _waiting;

    public OpenSockets(IOptions<ElevenLabsOptions> options, IMeterFactory meters)
    {
        _limit = options.Value.MaxOpenSocketsPerAgent;
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter(
            "whatsapp.agents.sockets.open", () => Open, "{socket}", "Agent sockets open or being opened");
        meter.CreateObservableUpDownCounter(
            "whatsapp.agents.sockets.waiting", () => Waiting, "{socket}", "Openings that wait for another of the same agent to close");
    }

    public int Open => Volatile.Read(ref _open);

    public int Waiting => Volatile.Read(ref _waiting);

    public async Task<IDisposable> Take(string agentId, CancellationToken stop)
    {
        var room = Enter(agentId);
        Interlocked.Increment(ref _waiting);
        try
        {
            await room.Seats.WaitAsync(stop);
        }
        catch
        {
            Leave(agentId, room);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        Interlocked.Increment(ref _open);
        return new Seat(this, agentId, room);
    }

    private Room Enter(string agentId)
    {
        lock (_rooms)
        {
            if (!_rooms.TryGetValue(agentId, out var room)) _rooms[agentId] = room = new Room(new SemaphoreSlim(_limit));
            room.People++;
            return room;
        }
    }

    private void Leave(string agentId, Room room)
    {
        lock (_rooms)
        {
            if (--room.People == 0) _rooms.Remove(agentId); // agents come and go; an empty room is not kept
        }
    }

    private void GiveBack(string agentId, Room room)
    {
        Interlocked.Decrement(ref _open);
        room.Seats.Release();
        Leave(agentId, room);
    }

    private sealed class Room(SemaphoreSlim seats)
    {
        public SemaphoreSlim Seats => seats;
        public int People;
    }

    private sealed class Seat(OpenSockets sockets, string agentId, Room room) : IDisposable
    {
        private int _givenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _givenBack, 1) == 0) sockets.GiveBack(agentId, room);
        }
    }
}
