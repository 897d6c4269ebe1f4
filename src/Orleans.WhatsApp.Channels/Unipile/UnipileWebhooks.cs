using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// Our two subscriptions, for all accounts of the workspace. Registering again changes nothing, or puts ours in place of what differs
/// (another secret, fewer events), so that two never report the same thing for long.
/// </summary>
internal sealed class UnipileWebhooks(UnipileHttp http, IOptionsMonitor<UnipileOptions> options)
{
    /// <summary>All are named, because Unipile's defaults leave most of them out.</summary>
    private static readonly (string Source, string[] Events)[] Sources =
    [
        ("messaging", ["message_received", "message_read", "message_reaction", "message_edited", "message_deleted", "message_delivered"]),
        ("account_status",
        [
            "creation_success", "creation_fail", "deleted", "reconnected", "sync_success", "stopped",
            "ok", "connecting", "error", "credentials", "permissions",
        ]),
    ];

    /// <summary>Null when both stand, else the first error's code.</summary>
    public async Task<string?> Register(string url, CancellationToken stop)
    {
        var (known, failure) = await List(stop);
        if (failure is not null) return failure;
        foreach (var (source, events) in Sources)
            if (await Ensure(url, source, events, known, stop) is { } code) return code;
        return null;
    }

    private async Task<string?> Ensure(string url, string source, string[] events, List<JsonElement> known, CancellationToken stop)
    {
        var ours = known.Where(hook => hook.Text("request_url"u8) == url && hook.Text("source"u8) == source).ToList();
        var kept = ours.FindIndex(hook => Fits(hook, events));
        if (kept >= 0)
        {
            ours.RemoveAt(kept);
        }
        else
        {
            var body = JsonContent.Create(new
            {
                source,
                request_url = url,
                name = $"Orleans.WhatsApp {source}",
                format = "json",
                enabled = true,
                headers = Headers().Select(header => new { key = header.Key, value = header.Value }),
                events,
            });
            if (await Call(HttpMethod.Post, "/webhooks", body, stop) is { Failure: { } code }) return code;
        }

        // Only now the old ones: between the two an event comes twice, which the inbox sorts out. The other way round it would be lost.
        foreach (var hook in ours)
        {
            var gone = await Call(HttpMethod.Delete, $"/webhooks/{Uri.EscapeDataString(IdOf(hook))}", content: null, stop);
            if (gone is not ProviderAnswer.Answered { Status: 404 } && gone.Failure is { } code) return code;
        }

        return null;
    }

    private async Task<(List<JsonElement> Hooks, string? Failure)> List(CancellationToken stop)
    {
        var hooks = new List<JsonElement>();
        var cursor = "";
        for (var page = 0; page < options.CurrentValue.MaxPages; page++)
        {
            var next = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var answer = await Call(HttpMethod.Get, $"/webhooks?limit=250{next}", content: null, stop);
            if (answer is not ProviderAnswer.Answered { IsSuccess: true, Body: var body }) return ([], answer.Failure);
            hooks.AddRange(body.Items("items"u8).Where(hook => ProviderId.Is(IdOf(hook))));
            if (body.Text("cursor"u8) is not { Length: > 0 } more || more == cursor) break;
            cursor = more;
        }

        return (hooks, null);
    }

    private bool Fits(JsonElement hook, string[] events)
    {
        if (hook.Flag("enabled"u8) == false || hook.Items("account_ids"u8).Any() || hook.Items("data"u8).Any()) return false;
        if (hook.Text("format"u8) is { Length: > 0 } format && format != "json") return false;
        if (!hook.Items("events"u8).Select(one => one.Text()).ToHashSet().SetEquals(events)) return false;
        return hook.Items("headers"u8).Select(header => (header.Text("key"u8), header.Text("value"u8))).ToHashSet()
            .SetEquals(Headers().Select(header => (header.Key, header.Value)));
    }

    private List<KeyValuePair<string, string>> Headers()
    {
        // Without the first, Unipile declares its JSON to be a form.
        List<KeyValuePair<string, string>> headers = [new("Content-Type", "application/json")];
        if (options.CurrentValue.WebhookSecret is { Length: > 0 } secret) headers.Add(new(UnipileSecret.Header, secret));
        return headers;
    }

    private Task<ProviderAnswer> Call(HttpMethod method, string path, HttpContent? content, CancellationToken stop) =>
        http.Call(method, path, content, options.CurrentValue.RequestTimeout, stop);

    private static string IdOf(JsonElement hook) => hook.Text("id"u8).Or(hook.Text("webhook_id"u8));
}
