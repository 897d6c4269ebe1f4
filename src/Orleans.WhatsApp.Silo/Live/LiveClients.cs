using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>How many watch through this process, and whether one more may.</summary>
internal sealed class LiveClients
{
    private const string Meter = "Orleans.WhatsApp.Live";

    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, int> _perUser = [];
    private readonly LiveOptions _options;
    private int _count;

    public LiveClients(IMeterFactory meters, IOptions<LiveOptions> options)
    {
        _options = options.Value;
        meters.Create(Meter).CreateObservableGauge("whatsapp.live.clients", () => Count, "{client}", "Clients with an open stream of live updates.");
    }

    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>A problem's code, or null; then <see cref="Leave"/> must follow.</summary>
    public string? Enter(UserId user)
    {
        lock (_lock)
        {
            var ofUser = _perUser.GetValueOrDefault(user);
            if (_count >= _options.MaxClients) return "too_many_watch";
            if (ofUser >= _options.MaxClientsPerUser) return "too_many_streams";
            _perUser[user] = ofUser + 1;
            _count++;
            return null;
        }
    }

    public void Leave(UserId user)
    {
        lock (_lock)
        {
            _count--;
            if (--_perUser[user] == 0) _perUser.Remove(user);
        }
    }
}
