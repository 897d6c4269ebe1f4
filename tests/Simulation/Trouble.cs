namespace Orleans.WhatsApp.Simulation;

/// <summary>What does not work at the moment, each for as long as somebody says so.</summary>
internal sealed class Trouble(SimulatedClock clock)
{
    private DateTimeOffset _database, _provider, _agents, _webhooks, _days;

    /// <summary>Calls fail before they are done, or after; some hang for long.</summary>
    public bool Database => clock.Steady < _database;

    /// <summary>Sends are refused for now, hang, or are accepted with the answer lost; nobody can be asked what became of them.</summary>
    public bool Provider => clock.Steady < _provider;

    /// <summary>Conversations do not open, break, or say nothing.</summary>
    public bool Agents => clock.Steady < _agents;

    /// <summary>What the provider has to tell comes much later.</summary>
    public bool Webhooks => clock.Steady < _webhooks;

    /// <summary>Some of it comes days later.</summary>
    public bool WebhooksForDays => clock.Steady < _days;

    /// <summary>Database and provider have worked since then.</summary>
    public bool IsOverSince(DateTimeOffset at) => _database <= at && _provider <= at;

    public void OfDatabase(TimeSpan time) => _database = clock.Steady + time;

    public void OfProvider(TimeSpan time) => _provider = clock.Steady + time;

    public void OfAgents(TimeSpan time) => _agents = clock.Steady + time;

    public void OfWebhooks(TimeSpan time) => _webhooks = clock.Steady + time;

    public void OfWebhooksForDays(TimeSpan time) => _days = clock.Steady + time;

    public void IsOver() => _database = _provider = _agents = _webhooks = _days = default;
}
