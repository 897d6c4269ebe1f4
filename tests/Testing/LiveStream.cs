using System.Globalization;
using System.Text.Json;

namespace Orleans.WhatsApp.Testing;

/// <param name="Kind">The event's name.</param>
/// <param name="Id">The number from which to resume.</param>
public sealed record LiveEvent(string Kind, long Id, JsonElement Data);

/// <summary>A client of the live updates, as a browser's event source reads them.</summary>
public sealed class LiveStream : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private LiveStream(HttpResponseMessage answer, Stream body) => (_answer, _lines) = (answer, new StreamReader(body));

    public HttpResponseMessage Answer => _answer;

    /// <summary>How often the stream said that it lives.</summary>
    public int Heartbeats { get; private set; }

    public TimeSpan Retry { get; private set; }

    /// <param name="since">Sent as the last event's id.</param>
    public static async Task<LiveStream> Open(HttpClient http, long? since = null, string path = "/api/events", CancellationToken stop = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (since is { } id) request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stop)}", null, answer.StatusCode);
        return new LiveStream(answer, await answer.Content.ReadAsStreamAsync(stop));
    }

    /// <summary>Null where the stream ends.</summary>
    public async Task<LiveEvent?> Next(CancellationToken stop = default)
    {
        var (kind, id, data) = ("message", 0L, "");
        while (await _lines.ReadLineAsync(stop) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], CultureInfo.InvariantCulture);
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..];
            else if (line.StartsWith("retry: ", StringComparison.Ordinal)) Retry = TimeSpan.FromMilliseconds(int.Parse(line[7..], CultureInfo.InvariantCulture));
            else if (line.StartsWith(':')) Heartbeats++;
            else if (line.Length == 0 && data.Length > 0) return new LiveEvent(kind, id, JsonDocument.Parse(data).RootElement);
        }

        return null;
    }

    public async Task<IReadOnlyList<LiveEvent>> Next(int count, CancellationToken stop = default)
    {
        var events = new List<LiveEvent>();
        while (events.Count < count) events.Add(await Next(stop) ?? throw new EndOfStreamException($"The stream ended after {events.Count} of {count} events."));
        return events;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }
}
