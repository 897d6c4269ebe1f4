using System.Text.Json;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo;

public sealed class DemoTests(DemoTests.Demo demo) : IClassFixture<DemoTests.Demo>
{
    private readonly Stage _stage = demo.Stage;

    [Fact]
    public async Task A_contact_writes_and_its_phone_shows_both_sides()
    {
        var written = (await _stage.Post(_stage.Member, Messages("+90 555 000 11 01"), new { text = "Are you open?", name = "Ayşe" })).Ok();
        Assert.Equal(("Are you open?", true, "sent"),
            (written.GetProperty("text").GetString(), written.GetProperty("from_me").GetBoolean(), written.GetProperty("status").GetString()));

        var contact = _stage.World.Contact("905550001101");
        var chat = contact.Chat(demo.Account);
        _stage.World.Phone(demo.Account).Write(contact, "We are");
        contact.Read(chat.Messages[1].Id);
        Assert.Equal(["True Are you open? sent", "False We are read"], Lines(await Items(Messages("905550001101"))));
        Assert.Equal(JsonValueKind.Null, (await Contact("+905550001101")).GetProperty("chat_id").ValueKind);

        (await _stage.Webhook(_stage.FromContact(chat.Id, "Are you open?"))).Ok();
        await Stage.Until("the chat", async () => (await Contact("+905550001101")).GetProperty("chat_id").ValueKind == JsonValueKind.String);
        Assert.Equal(_stage.ChatId(chat.Id).Value, (await Contact("+905550001101")).GetProperty("chat_id").GetGuid());
        Assert.Equal("Ayşe", (await Contact("+905550001101")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_phone_on_which_nothing_has_come_shows_nothing()
    {
        Assert.Empty(await Items(Messages("905550001199")));
        Assert.DoesNotContain(await Items("/api/demo/contacts"), contact => contact.GetProperty("phone").GetString() == "+905550001199");
    }

    [Fact]
    public async Task Whoever_watches_hears_that_a_phone_shows_something_new()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var stream = await LiveStream.Open(_stage.Member, stop: patience.Token);
        await _stage.Tenant(SignIn.Bootstrap.FirstTenant).SetActive(true);
        Assert.Equal(["hello", "settings"], (await stream.Next(2, patience.Token)).Select(told => told.Kind));
        (await _stage.Post(_stage.Member, Messages("905550001104"), new { text = "Hello" })).Ok();
        var told = (await stream.Next(patience.Token))!;
        Assert.Equal(("demo", 0L, "+905550001104"), (told.Kind, told.Id, told.Data.GetProperty("phone").GetString()));
    }

    [Fact]
    public async Task Another_tenant_sees_and_reaches_nobody()
    {
        (await _stage.Post(_stage.Member, Messages("905550001102"), new { text = "Hello" })).Ok();
        Assert.Empty((await _stage.Get(_stage.Stranger, "/api/demo/contacts")).Ok().GetProperty("items").EnumerateArray());
        Assert.Empty((await _stage.Get(_stage.Stranger, Messages("905550001102"))).Ok().GetProperty("items").EnumerateArray());
        (await _stage.Post(_stage.Stranger, Messages("905550001102"), new { text = "Hello" })).Problem(409, "not_connected");
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567890123456")]
    [InlineData("555-CALL-NOW-12345678")]
    public async Task What_is_no_number_is_refused(string phone)
    {
        (await _stage.Get(_stage.Member, Messages(phone))).Problem(400, "invalid_phone");
        (await _stage.Post(_stage.Member, Messages(phone), new { text = "Hello" })).Problem(400, "invalid_phone");
    }

    [Fact]
    public async Task Texts_and_names_have_their_bounds()
    {
        (await _stage.Post(_stage.Member, Messages("905550001103"), new { text = " " })).Problem(400, "empty_text");
        (await _stage.Post(_stage.Member, Messages("905550001103"), new { text = new string('a', 65_537) })).Problem(400, "text_too_long");
        (await _stage.Post(_stage.Member, Messages("905550001103"), new { text = "Hello", name = "two\nlines" })).Problem(400, "invalid_contact_name");
    }

    [Fact]
    public async Task The_world_takes_so_many_contacts()
    {
        var full = new Demo();
        await full.InitializeAsync();
        for (var i = 0; i < 50; i++) (await full.Stage.Post(full.Stage.Member, Messages($"9055500020{i:00}"), new { text = "Hello" })).Ok();
        (await full.Stage.Post(full.Stage.Member, Messages("905550002050"), new { text = "Hello" })).Problem(409, "demo_full");
        (await full.Stage.Post(full.Stage.Member, Messages("905550002049"), new { text = "Hello again" })).Ok();
        await full.DisposeAsync();
    }

    [Fact]
    public async Task Outside_a_demo_there_is_nothing()
    {
        await using var real = await Stage.Bare();
        (await real.Get(real.Admin, "/api/demo/contacts")).Problem(404, "not_found");
        (await real.Get(real.Admin, Messages("905550001101"))).Problem(404, "not_found");
        (await real.Post(real.Admin, Messages("905550001101"), new { text = "Hello" })).Problem(404, "not_found");
        Assert.False((await real.Get(real.Anyone, "/api/info")).Ok().GetProperty("demo").GetBoolean());
        Assert.True((await _stage.Get(_stage.Anyone, "/api/info")).Ok().GetProperty("demo").GetBoolean());
    }

    private static string Messages(string phone) => $"/api/demo/contacts/{Uri.EscapeDataString(phone)}/messages";

    private static IEnumerable<string> Lines(IEnumerable<JsonElement> messages) => messages.Select(message =>
        $"{message.GetProperty("from_me").GetBoolean()} {message.GetProperty("text").GetString()} {message.GetProperty("status").GetString()}");

    private async Task<JsonElement[]> Items(string path) => [.. (await _stage.Get(_stage.Member, path)).Ok().GetProperty("items").EnumerateArray()];

    private async Task<JsonElement> Contact(string phone) =>
        (await Items("/api/demo/contacts")).Single(contact => contact.GetProperty("phone").GetString() == phone);

    /// <summary>A stage beside a world in which the stage's account exists.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        public Stage Stage { get; } = new() { IsDemo = true };

        public SimulatedAccount Account { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Stage.InitializeAsync();
            Account = Stage.World.AddAccount(id: Stage.Account);
        }

        public Task DisposeAsync() => ((IAsyncLifetime)Stage).DisposeAsync();
    }
}
