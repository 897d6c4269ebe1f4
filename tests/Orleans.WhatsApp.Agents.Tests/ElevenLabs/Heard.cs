using System.Collections.Concurrent;
using System.Threading.Channels;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

/// <summary>What a listener heard, in order.</summary>
internal sealed class Heard
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Channel<AgentEvent> _events = Channel.CreateUnbounded<AgentEvent>();
    private int _listening;

    public ConcurrentQueue<AgentEvent> All { get; } = new();

    public bool Overlapped { get; private set; }

    /// <summary>Each call of the listener waits for this.</summary>
    public Func<AgentEvent, Task> Slowly { get; set; } = _ => Task.CompletedTask;

    public async Task Listen(AgentEvent happened)
    {
        if (Interlocked.Increment(ref _listening) > 1) Overlapped = true;
        All.Enqueue(happened);
        _events.Writer.TryWrite(happened);
        await Slowly(happened);
        Interlocked.Decrement(ref _listening);
    }

    public async Task<AgentEvent> Next() => await _events.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    /// <summary>Everything up to the end, which is there and last.</summary>
    public async Task<(string[] Spoken, AgentEvent.Ended Ended)> UntilTheEnd()
    {
        var spoken = new List<string>();
        while (true)
        {
            switch (await Next())
            {
                case AgentEvent.Spoke spoke: spoken.Add(spoke.Text); break;
                case AgentEvent.Ended ended: return ([.. spoken], ended);
            }
        }
    }
}
