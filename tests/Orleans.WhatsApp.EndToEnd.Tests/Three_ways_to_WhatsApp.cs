using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>One business, three numbers: at Unipile, at the WhatsApp Cloud API and at Wappi.</summary>
public sealed class Three_ways_to_WhatsApp : IAsyncLifetime
{
    private const string Secret = "an app secret";
    private SimulatedAccount _number = null!;
    private SimulatedAccount _profile = null!;
    private Business _business = null!;

    private SimulatedWorld World => _business.World;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string>
        {
            ["Meta__AppSecret"] = Secret, ["Meta__AccessToken"] = "meta-token", ["Meta__VerifyToken"] = "verify me", ["Wappi__Token"] = "wappi-token", ["Media__AllowLoopback"] = "true",
        };
        _business = await Business.Open(graceSeconds: 2, settings: settings, outside: options => options with
        {
            MetaAccessToken = "meta-token", MetaAppSecret = Secret, WappiToken = "wappi-token", Url = Outside(settings),
        });
        _number = World.Meta.AddNumber("+15550001111");
        _profile = World.Wappi.AddProfile("+79000000099");
        Assert.True(await World.Meta.Verify(new Uri(_business.Http.BaseAddress!, "/webhooks/meta"), "verify me"));
        World.Meta.Subscribe(new Uri(_business.Http.BaseAddress!, "/webhooks/meta"), accounts: _number);
        await _business.Post("/api/whatsapp/connect", new { provider = "meta", account_id = _number.Id });
        await _business.Post("/api/whatsapp/connect", new { provider = "wappi", account_id = _profile.Id });
    }

    public async Task DisposeAsync() => await _business.DisposeAsync();

    [Fact]
    public async Task The_agent_answers_a_contact_on_each_of_them()
    {
        var (ayse, emma, elena) = (World.Contact("+905551234567", "Ayşe"), World.Contact("+14155550133", "Emma"), World.Contact("+79005550144", "Elena"));
        ayse.Write("Merhaba", _business.Account);
        emma.Write("Hello", _number);
        elena.Write("Привет", _profile);
        foreach (var contact in (SimulatedContact[])[ayse, emma, elena]) Assert.Single(await contact.WaitForReceived(1));

        await _business.Eventually("three chats, each answered once", async () =>
            (await _business.Chats()) is { Count: 3 } chats && chats.All(chat => chat.GetProperty("message_count").GetInt32() == 2)
            && chats.Select(chat => chat.GetProperty("provider").GetString()).Order().SequenceEqual(["meta", "unipile", "wappi"]));
        Assert.All((SimulatedContact[])[ayse, emma, elena], contact => Assert.Single(contact.Received));
        Assert.True(World.Wappi.MostCallsInAMinute(_profile, "/api/sync/message/send") <= 20);
        Assert.Equal(0, World.Wappi.Overlaps);
    }

    [Fact]
    public async Task A_recording_is_answered_by_what_is_said_in_it()
    {
        byte[] recording = [.. "OggS"u8, .. new byte[60]];
        World.Speech.Says(recording, "Can I come tomorrow?");
        World.Contact("+14155550133", "Emma").Send(SimulatedAttachment.Voice(recording), to: _number);
        await World.Contact("+14155550133").WaitForReceived(1);
        Assert.Contains("Can I come tomorrow?", World.Conversations.Single().UserMessages.Single(), StringComparison.Ordinal);

        var message = (await _business.Of(await _business.ChatId(), "messages"))[0];
        Assert.Equal(("Can I come tomorrow?", true), (message.GetProperty("text").GetString(), message.GetProperty("is_transcribed").GetBoolean()));
        Assert.Equal(recording, await _business.Http.GetByteArrayAsync(message.GetProperty("attachments")[0].GetProperty("url").GetString()));
    }

    [Fact]
    public async Task Ten_thousand_parallel_deliveries_a_third_of_them_repeated_are_each_message_once()
    {
        const int Deliveries = 10_000;
        const int Contacts = 250;
        // Long enough that the agent says nothing meanwhile.
        await _business.Put("/api/whatsapp/config", new { grace_period_seconds = 900 });
        var sending = Enumerable.Range(0, Deliveries).Select(place => place % 3 == 2 ? place - 1 : place).OrderBy(place => place * 2_654_435_761L % 10_007).ToArray();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        await Parallel.ForEachAsync(sending, new ParallelOptions { MaxDegreeOfParallelism = 48 }, async (place, stop) =>
            statuses.Add(await Deliver(Body($"wamid.{place}", (place % Contacts).ToString("15550100000", CultureInfo.InvariantCulture), $"Message {place}"), Secret)));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        var different = sending.Distinct().Count();
        await _business.Eventually("each message once", async () =>
        {
            var stats = await _business.Get("/api/whatsapp/stats");
            return (stats.GetProperty("totalChats").GetInt64(), stats.GetProperty("totalMessages").GetInt64()) == (Contacts, different);
        });
    }

    [Theory, InlineData("another secret"), InlineData(null)]
    public async Task A_forged_or_missing_signature_is_refused_and_nothing_is_stored(string? secret)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Deliver(Body("wamid.forged", "15550100001", "Let me in"), secret));
        await Task.Delay(200);
        Assert.Empty(await _business.Chats());
    }

    /// <summary>Of the world's address, which must be known before the silo starts.</summary>
    private static string Outside(Dictionary<string, string> settings)
    {
        var url = Testing.SiloProcess.FreeUrl().ToString();
        (settings["Meta__BaseUrl"], settings["Wappi__BaseUrl"]) = (url, url);
        return url;
    }

    private string Body(string id, string from, string text) => JsonSerializer.Serialize(new
    {
        @object = "whatsapp_business_account",
        entry = new[]
        {
            new
            {
                id = "200000000000001",
                changes = new[]
                {
                    new
                    {
                        field = "messages",
                        value = new
                        {
                            messaging_product = "whatsapp",
                            metadata = new { display_phone_number = "15550001111", phone_number_id = _number.Id },
                            contacts = new[] { new { wa_id = from, profile = new { name = from } } },
                            messages = new[] { new { from, id, timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), type = "text", text = new { body = text } } },
                        },
                    },
                },
            },
        },
    });

    private async Task<HttpStatusCode> Deliver(string body, string? secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/meta") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (secret is not null)
            request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes))}");
        using var answer = await _business.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
