using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>
/// Counts calls, and notices those that overlap. Two calls of one profile to the same path that are under way at once get each other's answer,
/// as clients of the real gateway have seen it.
/// </summary>
internal sealed class WappiTraffic
{
    private readonly Lock _lock = new();
    private readonly List<Flight> _flights = [];
    private readonly List<WappiCallRecord> _calls = [];

    public sealed class Flight(WappiCallRecord call)
    {
        public WappiCallRecord Call { get; } = call;

        public TaskCompletionSource<IResult?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Flight? Other { get; set; }
    }

    public int Overlaps { get; private set; }

    public IReadOnlyList<WappiCallRecord> Calls
    {
        get { lock (_lock) return [.. _calls]; }
    }

    public int UnderWay
    {
        get { lock (_lock) return _flights.Count; }
    }

    public Flight Begin(WappiCallRecord call, bool crosses)
    {
        lock (_lock)
        {
            var flight = new Flight(call);
            var beside = _flights.Where(other => other.Call.ProfileId == call.ProfileId).ToList();
            if (beside.Count > 0) Overlaps++;
            if (crosses && beside.FirstOrDefault(other => other.Call.Path == call.Path && other.Other is null) is { } other)
                (flight.Other, other.Other) = (other, flight);
            _calls.Add(call);
            _flights.Add(flight);
            return flight;
        }
    }

    /// <summary>The answer to give: one's own, or the other's once it is there. A call that broke has no answer to give away.</summary>
    public async Task<IResult?> End(Flight flight, IResult? answer)
    {
        flight.Answer.SetResult(answer);
        lock (_lock) _flights.Remove(flight);
        return flight.Other is { } other && answer is not null ? await other.Answer.Task ?? answer : answer;
    }
}
