using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Presence;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo;

public sealed class PresenceTests(Stage stage) : IClassFixture<Stage>, IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60), TimeProvider.System);

    private CancellationToken Patience => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task Others_see_who_looks_types_and_is_gone()
    {
        var chat = await stage.NewChat();
        using var stream = await Open(stage.Manager);
        await Say(stage.Member, chat, "viewing");
        Assert.Equal("The Member viewing", await Told(stream, chat));
        Assert.Equal("The Member viewing", await Seen(stage.Manager, chat));
        Assert.Equal("", await Seen(stage.Member, chat));

        await Say(stage.Member, chat, "typing");
        stage.Clock.Advance(PresenceGrain.BetweenTellings);
        Assert.Equal("The Member typing", await Told(stream, chat));

        stage.Clock.Advance(PresenceGrain.TypingFor);
        Assert.Equal("The Member viewing", await Told(stream, chat));

        await Say(stage.Admin, chat, "viewing");
        stage.Clock.Advance(PresenceGrain.BetweenTellings);
        Assert.Equal("Admin viewing, The Member viewing", await Told(stream, chat));

        await Say(stage.Admin, chat, "left");
        stage.Clock.Advance(PresenceGrain.BetweenTellings);
        Assert.Equal("The Member viewing", await Told(stream, chat));

        stage.Clock.Advance(PresenceGrain.ForgottenAfter);
        Assert.Equal("", await Told(stream, chat));
        Assert.Equal("", await Seen(stage.Manager, chat));
    }

    [Fact]
    public async Task Who_says_again_that_he_is_there_stays_and_nobody_is_told_twice()
    {
        var chat = await stage.NewChat();
        using var stream = await Open(stage.Manager);
        await Say(stage.Member, chat, "viewing");
        Assert.Equal("The Member viewing", await Told(stream, chat));
        for (var i = 0; i < 6; i++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(20));
            // Two windows of one user are one person.
            await Say(stage.Member, chat, "viewing");
            await Say(stage.Member, chat, "viewing");
        }

        Assert.Equal("The Member viewing", await Seen(stage.Manager, chat));
        await stage.Tenant(Bootstrap.FirstTenant).SetActive(true);
        Assert.Equal("settings", (await Next(stream, chat)).Kind);
    }

    [Fact]
    public async Task Somebody_who_comes_and_goes_all_the_time_is_told_of_now_and_then()
    {
        var chat = await stage.NewChat();
        using var stream = await Open(stage.Manager);
        await Say(stage.Member, chat, "viewing");
        Assert.Equal("The Member viewing", await Told(stream, chat));
        for (var i = 0; i < 20; i++)
        {
            await Say(stage.Member, chat, "left");
            await Say(stage.Member, chat, "typing");
        }

        stage.Clock.Advance(PresenceGrain.BetweenTellings);
        Assert.Equal("The Member typing", await Told(stream, chat));
        await stage.Tenant(Bootstrap.FirstTenant).SetActive(true);
        Assert.Equal("settings", (await Next(stream, chat)).Kind);
    }

    [Fact]
    public async Task It_has_no_number_and_is_not_told_again()
    {
        var chat = await stage.NewChat();
        using var stream = await Open(stage.Manager);
        await Say(stage.Member, chat, "viewing");
        Assert.Equal(0, (await Next(stream, chat)).Id);

        await stage.Tenant(Bootstrap.FirstTenant).SetActive(true);
        var next = await Next(stream, chat);
        using var again = await LiveStream.Open(stage.Manager, since: next.Id - 1, stop: Patience);
        Assert.Equal(["hello", "settings"], (await again.Next(2, Patience)).Select(told => told.Kind));
    }

    [Fact]
    public async Task Nobody_is_told_of_himself()
    {
        var chat = await stage.NewChat();
        using var stream = await Open(stage.Member);
        await Say(stage.Member, chat, "viewing");
        Assert.Equal("", await Told(stream, chat));
        await Say(stage.Manager, chat, "typing");
        stage.Clock.Advance(PresenceGrain.BetweenTellings);
        Assert.Equal("The Manager typing", await Told(stream, chat));
    }

    [Fact]
    public async Task Another_tenant_neither_sees_nor_is_seen()
    {
        var chat = await stage.NewChat();
        using var theirs = await Open(stage.Stranger, Stage.OtherTenant);
        await Say(stage.Member, chat, "viewing");
        (await stage.Get(stage.Stranger, $"{chat}/presence")).Problem(404, "chat_not_found");
        (await stage.Post(stage.Stranger, $"{chat}/presence", new { state = "viewing" })).Problem(404, "chat_not_found");
        Assert.Equal("The Member viewing", await Seen(stage.Manager, chat));
        await stage.Tenant(Stage.OtherTenant).SetActive(true);
        Assert.Equal("settings", (await theirs.Next(Patience))!.Kind);
    }

    [Theory, InlineData("staring"), InlineData("")]
    public async Task Other_states_are_refused(string state) =>
        (await stage.Post(stage.Member, $"{await stage.NewChat()}/presence", new { state })).Problem(400, "invalid_request");

    [Fact]
    public async Task A_chat_holds_so_many_people_and_the_silent_ones_make_room()
    {
        var chat = await stage.NewChat();
        for (var i = 0; i <= PresenceGrain.MostPeople; i++)
        {
            await Say(stage.As(await stage.AddUser($"crowd-{i}@example.com", Bootstrap.FirstTenant, Role.Member)), chat, "viewing");
            stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var people = (await stage.Get(stage.Manager, $"{chat}/presence")).Ok().GetProperty("people").EnumerateArray().Select(person => person.GetProperty("_id").GetGuid()).ToArray();
        Assert.Equal(PresenceGrain.MostPeople, people.Length);
        Assert.DoesNotContain(NameBasedId.Make(Bootstrap.FirstTenant.Value, "crowd-0@example.com"), people);
    }

    /// <summary>A stream on which something has come already: what has no number reaches only those who are past their hello.</summary>
    private async Task<LiveStream> Open(HttpClient client, TenantId? tenant = null)
    {
        var stream = await LiveStream.Open(client, stop: Patience);
        Assert.Equal("hello", (await stream.Next(Patience))!.Kind);
        await stage.Tenant(tenant ?? Bootstrap.FirstTenant).SetActive(true);
        // Other tests' chats have events of their own.
        while ((await Next(stream, "")).Kind != "settings") { }
        return stream;
    }

    private async Task Say(HttpClient client, string chat, string state) =>
        (await stage.Post(client, $"{chat}/presence", new { state })).Ok(System.Net.HttpStatusCode.NoContent);

    private async Task<string> Seen(HttpClient client, string chat) => Words((await stage.Get(client, $"{chat}/presence")).Ok());

    private async Task<string> Told(LiveStream stream, string chat)
    {
        var next = Next(stream, chat);
        // Time goes on: what the grain has set itself for later may count from a moment that the test has passed over meanwhile.
        while (await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)) != next) stage.Clock.Advance(TimeSpan.FromSeconds(1));
        var told = await next;
        Assert.Equal("presence", told.Kind);
        return Words(told.Data);
    }

    /// <summary>Passing over the chats of other tests, which empty as time goes on.</summary>
    private async Task<LiveEvent> Next(LiveStream stream, string chat)
    {
        while (await stream.Next(Patience) is { } told)
            if (told.Kind != "presence" || told.Data.GetProperty("chat_id").GetString() == chat.Split('/')[^1]) return told;
        throw new EndOfStreamException();
    }

    private static string Words(JsonElement presence) => string.Join(", ", presence.GetProperty("people").EnumerateArray()
        .Select(person => $"{person.GetProperty("name").GetString()} {person.GetProperty("state").GetString()}"));
}
