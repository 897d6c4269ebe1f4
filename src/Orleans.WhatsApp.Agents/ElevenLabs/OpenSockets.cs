using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// The cap on one agent's sockets in this process. A plan's concurrency belongs to the account, and one busy agent must not use up what the others need;
/// what waits here is seen in <c>whatsapp.agents.sockets.waiting</c>. A conversation that owes nothing makes way for one that does: an answered chat keeps
/// its socket only as long as nobody needs it.
/// </summary>
internal sealed class OpenSockets
{
    public const string MeterName = "Orleans.WhatsApp.Agents";

    /// <summary>A reply may have further parts; a conversation that has just spoken is not cut off.</summary>
    private static readonly TimeSpan LongEnoughIdle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly int _limit;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Room> _rooms = [];
    private int _open;
    private int _waiting;

    public OpenSockets(IOptions<ElevenLabsOptions> options, TimeProvider time, IMeterFactory meters)
    {
        _time = time;
        _limit = options.Value.MaxOpenSocketsPerAgent;
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter(
            "whatsapp.agents.sockets.open", () => Open, "{socket}", "Agent sockets open or being opened");
        meter.CreateObservableUpDownCounter(
            "whatsapp.agents.sockets.waiting", () => Waiting, "{socket}", "Openings that wait for another of the same agent to close");
    }

    public int Open => Volatile.Read(ref _open);

    public int Waiting => Volatile.Read(ref _waiting);

    public async Task<Seat> Take(string agentId, CancellationToken stop)
    {
        var room = Enter(agentId);
        Interlocked.Increment(ref _waiting);
        Interlocked.Increment(ref room.Waiting);
        try
        {
            await WaitForASeat(room, stop);
        }
        catch
        {
            Leave(agentId, room);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref room.Waiting);
            Interlocked.Decrement(ref _waiting);
        }

        Interlocked.Increment(ref _open);
        return new Seat(this, agentId, room);
    }

    private async Task WaitForASeat(Room room, CancellationToken stop)
    {
        var seat = room.Seats.WaitAsync(stop);
        while (!seat.IsCompleted)
        {
            MakeRoom(room);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(seat, Task.Delay(LookEvery, _time, enough.Token));
            await enough.CancelAsync();
        }

        await seat;
    }

    /// <summary>Asks the conversation that has owed nothing for longest to make way; never more of them than somebody waits for.</summary>
    private static void MakeRoom(Room room)
    {
        lock (room.Seated)
        {
            if (room.Seated.Count(conversation => conversation.IsMakingWay) >= Volatile.Read(ref room.Waiting)) return;
            var idle = room.Seated.Where(conversation => !conversation.IsMakingWay && conversation.IdleFor() >= LongEnoughIdle).MaxBy(conversation => conversation.IdleFor());
            idle?.MakeWay();
        }
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
        public List<AgentConversation> Seated { get; } = [];
        public int People;
        public int Waiting;
    }

    /// <summary>One place under the cap, given back when disposed.</summary>
    public sealed class Seat : IDisposable
    {
        private readonly OpenSockets _sockets;
        private readonly string _agentId;
        private readonly Room _room;
        private AgentConversation? _conversation;
        private int _givenBack;

        internal Seat(OpenSockets sockets, string agentId, object room) => (_sockets, _agentId, _room) = (sockets, agentId, (Room)room);

        /// <summary>From here on the conversation may be asked to make way.</summary>
        public void Occupy(AgentConversation conversation)
        {
            _conversation = conversation;
            lock (_room.Seated) _room.Seated.Add(conversation);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _givenBack, 1) != 0) return;
            if (_conversation is { } conversation) lock (_room.Seated) _room.Seated.Remove(conversation);
            _sockets.GiveBack(_agentId, _room);
        }
    }
}
