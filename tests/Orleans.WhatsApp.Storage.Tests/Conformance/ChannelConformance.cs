using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class ChannelConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task A_channel_is_found_by_itself_by_its_account_and_by_its_tenant()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var account = (await Storage.Channels.Load(tenant, channel))!;

        Assert.Equal(account, await Storage.Channels.Find("unipile", account.AccountId));
        Assert.Null(await Storage.Channels.Find("meta", account.AccountId));
        Assert.Equal([account], await Storage.Channels.OfTenant(tenant));

        var relinked = account with { AccountId = $"new-{Guid.NewGuid():N}", Status = ChannelStatus.Connecting, LinkedAt = null, HasMigrated = true, Phone = "" };
        Assert.True(await Storage.Channels.Save(relinked));
        Assert.Equal(relinked, await Storage.Channels.Load(tenant, channel));
        Assert.Null(await Storage.Channels.Find("unipile", account.AccountId));
    }

    [Fact]
    public async Task An_accounts_token_is_kept_sealed_beside_its_switch_and_its_place()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var account = (await Storage.Channels.Load(tenant, channel))! with { Secret = "EAAG-a-token", AllowsLiveSend = false };
        Assert.True(await Storage.Channels.Save(account));
        Assert.Equal(account, await Storage.Channels.Load(tenant, channel));
        Assert.Equal("EAAG-a-token", (await Storage.Channels.Find("unipile", account.AccountId))!.Secret);
        Assert.DoesNotContain("EAAG", account.ToString(), StringComparison.Ordinal);

        Assert.Equal("", await Storage.Channels.PollCursor(tenant, channel));
        await Storage.Channels.SavePollCursor(tenant, channel, "here");
        // As a process with another key saves it, which cannot read the token: it is there for who can.
        Assert.True(await Storage.Channels.Save(account with { Secret = "", AllowsLiveSend = null }));
        Assert.Equal(("here", "EAAG-a-token"), (await Storage.Channels.PollCursor(tenant, channel), (await Storage.Channels.Load(tenant, channel))!.Secret));

        Assert.True(await Storage.Channels.Save(account with { Secret = "", AccountId = "another" }));
        Assert.Equal("", (await Storage.Channels.Load(tenant, channel))!.Secret);
        Assert.True(await Storage.Channels.Save(account with { AccountId = "another" }));
        Assert.True(await Storage.Channels.Save(account with { Secret = "", AccountId = "" }));
        Assert.Equal("", (await Storage.Channels.Load(tenant, channel))!.Secret);
    }

    [Fact]
    public async Task An_account_that_another_tenant_has_linked_is_refused()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var (stranger, strangersChannel) = await Storage.NewTenant();
        var (ours, theirs) = ((await Storage.Channels.Load(tenant, channel))!, (await Storage.Channels.Load(stranger, strangersChannel))!);

        Assert.False(await Storage.Channels.Save(theirs with { AccountId = ours.AccountId }));
        Assert.Equal(theirs, await Storage.Channels.Load(stranger, strangersChannel));

        Assert.True(await Storage.Channels.Save(ours with { AccountId = "" }));
        Assert.True(await Storage.Channels.Save(theirs with { AccountId = "" }));
        Assert.Null(await Storage.Channels.Find("unipile", ""));
        Assert.True(await Storage.Channels.Save(theirs with { AccountId = ours.AccountId }));
    }

    [Fact]
    public async Task An_account_that_is_only_remembered_stands_for_no_channel_until_it_is_linked()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var remembered = (await Storage.Channels.Load(tenant, channel))! with { LinkedAt = null };
        Assert.True(await Storage.Channels.Save(remembered));
        Assert.Null(await Storage.Channels.Find("unipile", remembered.AccountId));

        var linked = remembered with { LinkedAt = Storage.Clock.GetUtcNow() };
        Assert.True(await Storage.Channels.Save(linked));
        Assert.Equal(linked, await Storage.Channels.Find("unipile", linked.AccountId));
    }

    [Fact]
    public async Task A_migrated_chat_is_found_by_its_new_name()
    {
        var chat = await Storage.NewChat();
        var (tenant, channel) = (chat.Key.Tenant, chat.Key.Channel);
        Assert.Null(await Storage.Channels.Alias(tenant, channel, "new-name"));

        await Storage.Channels.SaveAlias(tenant, channel, "new-name", new ChatId(Guid.NewGuid()));
        await Storage.Channels.SaveAlias(tenant, channel, "new-name", chat.Key.Chat);

        Assert.Equal(chat.Key.Chat, await Storage.Channels.Alias(tenant, channel, "new-name"));
    }

    [Fact]
    public async Task The_newest_chat_with_a_contact_is_found_by_address_or_by_phone()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var (older, newer, lid) = (Storage.NewChat(tenant, channel, "+5511987654321"), Storage.NewChat(tenant, channel, "+5511987654321"), Storage.NewChat(tenant, channel, ""));
        older.State = older.State with { LastMessageAt = Storage.Clock.GetUtcNow() };
        newer.State = newer.State with { LastMessageAt = Storage.Clock.GetUtcNow().AddMinutes(1) };
        lid.State = lid.State with { Contact = new Contact("", "", "77@lid") };
        foreach (var chat in (TestChat[])[older, newer, lid]) await chat.Commit();

        Assert.Equal(newer.Key.Chat, await Storage.Channels.ChatWith(tenant, channel, "", PhoneKey.Of("+551187654321")));
        Assert.Equal(newer.Key.Chat, await Storage.Channels.ChatWith(tenant, channel, "5511987654321@s.whatsapp.net", ""));
        Assert.Equal(lid.Key.Chat, await Storage.Channels.ChatWith(tenant, channel, "77@lid", ""));
        Assert.Null(await Storage.Channels.ChatWith(tenant, channel, "", ""));
        Assert.Null(await Storage.Channels.ChatWith(tenant, channel, "78@lid", "123"));
    }
}
