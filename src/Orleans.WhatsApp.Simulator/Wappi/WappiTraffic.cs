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

        /// <summary>The answer to give, once this call has ended: its own, or the other's once that is there.</summary>
        public async Task<IResult?> Given()
        {
            var own = await Answer.Task;
            return Other is { } other && own is not null ? await other.Answer.Task ?? own : own;
        }
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

    /// <param name="answer">Null for a call that broke: it has no answer to give away.</param>
    public void End(Flight flight, IResult? answer)
    {
        flight.Answer.SetResult(answer);
        lock (_lock) _flights.Remove(flight);
    }
}
