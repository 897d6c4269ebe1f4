using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo;

/// <summary>What the first version has stored and the front door reads: it must be read for ever, and while two versions run both ways.</summary>
public sealed class StoredSampleTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public void A_messages_attachments_and_reactions()
    {
        var view = MessageView.Of(
            new MessageRow
            {
                Id = new(Guid.Empty), Chat = new(Guid.Empty), Session = null, Sender = Sender.Contact, SenderName = "Carla", Text = "", ViaChannel = false,
                Status = DeliveryStatus.Received, ProviderMessageId = "m1", IsLate = false, IsEdited = false, IsDeleted = false, At = DateTimeOffset.UnixEpoch,
                FailureCode = "", ContentJson = null, QueuedUntil = null,
                AttachmentsJson = """[{"id":"a1","kind":"audio","mimeType":"audio/ogg","fileName":"note.ogg","size":2048,"isVoiceNote":true},{"id":"a2","kind":"img"}]""",
                ReactionsJson = """[{"emoji":"+1","by":"905550000000@s.whatsapp.net","at":"2026-03-02T12:02:10+00:00"}]""",
            },
            new Dictionary<UserId, User>());

        Assert.Equal([new AttachmentView("a1", "audio", "audio/ogg", "note.ogg", 2048, true), new AttachmentView("a2", "img", "", "", 0, false)], view.Attachments);
        Assert.Equal([new ReactionView("+1", "905550000000@s.whatsapp.net", new DateTimeOffset(2026, 3, 2, 12, 2, 10, TimeSpan.Zero))], view.Reactions);
    }

    /// <summary>PBKDF2 with HMAC-SHA-512, 100,000 rounds, as made by another implementation.</summary>
    [Fact]
    public async Task A_password()
    {
        await Add("stored@example.com", "AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg8LJ1+nXP1HCEVtkGVQ8YRRub3RhgjMuQMQ6K7+XxmQVQ==");

        (await stage.Post(stage.Anyone, "/api/auth/login", new { email = "stored@example.com", password = "correct horse" })).Ok();
    }

    /// <summary>The SHA-256 of the token, in lower hexadecimal digits.</summary>
    [Fact]
    public async Task A_refresh_token()
    {
        var user = await Add("refreshing@example.com", "");
        await stage.Services.GetRequiredService<IUserStore>().SaveRefreshToken(new RefreshToken(
            "2a8abfa8cb9906290437854193ca6bca41d4d4e26d1d454bd66a35158095e737", user.Id, Guid.NewGuid(), stage.Clock.GetUtcNow().AddDays(1)), user.TokenGeneration);

        (await stage.Post(stage.Anyone, "/api/auth/refresh", new { refresh_token = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" })).Ok();
    }

    /// <summary>Not stored, but handed out by one silo and read by another: HS256 over the claims that <see cref="CallerClaims"/> names.</summary>
    [Fact]
    public async Task An_access_token()
    {
        const string Token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
            + "eyJzdWIiOiI2ZTYwOTE4My1jNDYwLTVkMzUtODc2Yi02MzM2MGRmMzE1NzYiLCJ0ZW5hbnRfaWQiOiIwMjU2YjU1NC0xZWZiLTVlZTMtYmY2ZC1lZjhlYTVlOTJmZmEiLC"
            + "JuYW1lIjoiQWRtaW4iLCJyb2xlIjoiYWRtaW4iLCJuYmYiOjE1Nzc4MzY4MDAsImV4cCI6MjE0NTkxNjgwMCwiaXNzIjoib3JsZWFucy13aGF0c2FwcCIsImF1ZCI6Im9ybGVhbnMtd2hhdHNhcHAtYXBpIn0"
            + ".vgwL2OrHfSsNZAG2gvdvkScfS4kXDkKsznp4SnJgQsk";
        await using var silo = await Stage.Bare(("Jwt:SigningKey", "a signing key of thirty-two bytes"));

        Assert.Equal(Stage.AdminEmail, (await silo.Get(silo.WithToken(Token), "/api/auth/me")).Ok().GetProperty("email").GetString());
        (await silo.Get(silo.WithToken(Token), "/api/agents")).Ok();
    }

    [Fact]
    public void The_ids_of_the_first_tenant_and_its_admin_stay()
    {
        Assert.Equal("0256b554-1efb-5ee3-bf6d-ef8ea5e92ffa", Bootstrap.FirstTenant.ToString());
        Assert.Equal(new Guid("6e609183-c460-5d35-876b-63360df31576"), stage.AdminId);
    }

    private async Task<User> Add(string email, string passwordHash)
    {
        var user = new User(new(NameBasedId.Make(Guid.Empty, email)), Bootstrap.FirstTenant, email, "Ann", Role.Member, passwordHash, true, stage.Clock.GetUtcNow());
        Assert.True(await stage.Services.GetRequiredService<IUserStore>().Create(user));
        return user;
    }
}
