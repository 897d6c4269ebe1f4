using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class OutboxConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private static async Task<DeliveryStatus> Status(TestChat chat, OpenSend send) => (await chat.Messages()).Single(message => message.Id == send.Message).Status;

    [Fact]
    public async Task A_ready_send_is_claimed_once_and_names_its_process()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();

        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(send));
        Assert.IsType<ClaimResult.NotReady>(await chat.Claim(send));

        var row = Assert.Single((await Storage.Chats.Load(chat.Key))!.OpenOutbox);
        Assert.Equal(new OutboxRow(send.Intent, SendStatus.Claimed, Storage.Incarnation.Current, Storage.Clock.GetUtcNow()), row);
        Assert.Equal(1, await Storage.Dashboard.InFlight(chat.Key.Tenant, chat.Key.Chat));
    }

    [Fact]
    public async Task Of_many_claims_at_once_one_wins()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => chat.Claim(send))));

        Assert.Single(results, result => result is ClaimResult.Claimed);
    }

    [Fact]
    public async Task A_claim_and_a_takeover_at_the_same_time_have_exactly_one_winner()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var (claims, takeovers) = (0, 0);
        for (var round = 0; round < 150; round++)
        {
            var chat = Storage.NewChat(tenant, channel, name: $"race-{round}");
            var send = await chat.Queue();
            chat.State = chat.State with { Epoch = chat.State.Epoch + 1, Sends = [] };
            using var start = new Barrier(2);

            var claim = Task.Run(() => { start.SignalAndWait(); return chat.Claim(send); });
            var takeover = Task.Run(async () =>
            {
                start.SignalAndWait();
                try
                {
                    await chat.Commit(new ChatEffect.WithdrawSend(send.Intent, send.Message, "taken_over"));
                    return true;
                }
                catch (ChatMovedOnException)
                {
                    return false;
                }
            });

            var (claimed, takenOver) = (await claim is ClaimResult.Claimed, await takeover);
            Assert.True(claimed ^ takenOver, $"round {round}: claimed {claimed}, taken over {takenOver}");
            var stored = (await Storage.Chats.Load(chat.Key))!;
            Assert.Equal(takenOver ? 1 : 0, stored.State.Epoch);
            Assert.Equal(claimed ? 1 : 0, stored.OpenOutbox.Count);
            if (claimed) claims++;
            else takeovers++;
        }

        Assert.Equal(150, claims + takeovers);
    }

    [Fact]
    public async Task An_agents_send_of_an_older_epoch_is_denied_and_a_persons_is_not()
    {
        var chat = await Storage.NewChat();
        var (ai, human) = (await chat.Queue(Sender.Ai), await chat.Queue(Sender.Human));
        chat.State = chat.State with { Epoch = 1 };
        await chat.Commit();

        Assert.Equal(new ClaimResult.Denied("epoch_moved"), await chat.Claim(ai));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(human));
    }

    [Fact]
    public async Task A_suspended_tenant_sends_nothing()
    {
        var chat = await Storage.NewChat();
        var (ai, human) = (await chat.Queue(Sender.Ai), await chat.Queue(Sender.Human));
        await Storage.Tenants.SetActive(chat.Key.Tenant, false);

        Assert.Equal(new ClaimResult.Denied("tenant_suspended"), await chat.Claim(ai));
        Assert.Equal(new ClaimResult.Denied("tenant_suspended"), await chat.Claim(human));

        await Storage.Tenants.SetActive(chat.Key.Tenant, true);
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(ai));
    }

    [Fact]
    public async Task Without_the_feature_only_people_send()
    {
        var chat = await Storage.NewChat();
        var (ai, human) = (await chat.Queue(Sender.Ai), await chat.Queue(Sender.Human));
        await Storage.Tenants.SetFeatures(chat.Key.Tenant, ["something_else"]);

        Assert.Equal(new ClaimResult.Denied("feature_off"), await chat.Claim(ai));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(human));
    }

    [Theory]
    [InlineData("inactive")]
    [InlineData("deleted")]
    [InlineData("none")]
    public async Task Without_an_active_agent_only_people_send(string how)
    {
        var chat = await Storage.NewChat();
        var (ai, human) = (await chat.Queue(Sender.Ai), await chat.Queue(Sender.Human));
        var tenant = chat.Key.Tenant;
        if (how == "inactive") await Storage.Tenants.SaveAgent(tenant, new(TestStorage.Agent, "Robin", "agent_1", IsActive: false), Storage.Clock.GetUtcNow());
        if (how == "deleted") Assert.True(await Storage.Tenants.DeleteAgent(tenant, TestStorage.Agent));
        if (how == "none") await Storage.Tenants.SaveConfig(tenant, new(null, TimeSpan.FromMinutes(1)));

        Assert.Equal(new ClaimResult.Denied("agent_off"), await chat.Claim(ai));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(human));
    }

    [Fact]
    public async Task An_ignored_contact_hears_only_people()
    {
        var chat = await Storage.NewChat("+5511987654321");
        var (ai, human) = (await chat.Queue(Sender.Ai), await chat.Queue(Sender.Human));
        await Storage.Tenants.Ignore(chat.Key.Tenant, "+55 11 8765-4321", PhoneKey.Of("+55 11 8765-4321"), Storage.Clock.GetUtcNow());

        Assert.Equal(new ClaimResult.Denied("ignored"), await chat.Claim(ai));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(human));
    }

    [Fact]
    public async Task A_blacklisted_contact_hears_only_people_however_the_number_is_written()
    {
        var chat = await Storage.NewChat("+5511987654321");
        var (ai, human) = (await chat.Queue(Sender.Ai), await chat.Queue(Sender.Human));
        await Storage.Tenants.AddToBlacklist(chat.Key.Tenant, "+55 11 8765-4321", PhoneKey.Of("+55 11 8765-4321"), Storage.Clock.GetUtcNow());

        Assert.Equal(new ClaimResult.Denied("blacklisted"), await chat.Claim(ai));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(human));

        await Storage.Tenants.RemoveFromBlacklist(chat.Key.Tenant, PhoneKey.Of("+5511987654321"));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(ai));
    }

    [Fact]
    public async Task While_the_channel_is_down_a_send_stays_ready()
    {
        var chat = await Storage.NewChat();
        var (ai, human) = (await chat.Queue(Sender.Ai), await chat.Queue(Sender.Human));
        var account = (await Storage.Channels.Load(chat.Key.Tenant, chat.Key.Channel))!;
        await Storage.Channels.Save(account with { Status = ChannelStatus.NeedsReconnect });

        Assert.IsType<ClaimResult.ChannelDown>(await chat.Claim(ai));
        Assert.IsType<ClaimResult.ChannelDown>(await chat.Claim(human));

        await Storage.Channels.Save(account);
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(ai));
    }

    [Fact]
    public async Task Another_tenants_key_claims_nothing()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();
        var (stranger, _) = await Storage.NewTenant();

        Assert.IsType<ClaimResult.NotReady>(await Storage.Chats.Claim(chat.Key with { Tenant = stranger }, send.Intent, "x", Storage.Clock.GetUtcNow()));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(send));
    }

    [Fact]
    public async Task A_withdrawn_send_is_gone_for_good_and_not_shown()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();

        await chat.Commit(new ChatEffect.WithdrawSend(send.Intent, send.Message, "taken_over"));

        Assert.IsType<ClaimResult.NotReady>(await chat.Claim(send));
        Assert.Empty((await Storage.Chats.Load(chat.Key))!.OpenOutbox);
        Assert.Empty(await chat.Messages());
    }

    [Fact]
    public async Task A_withdrawal_that_comes_too_late_takes_the_whole_decision_back()
    {
        var chat = await Storage.NewChat();
        var (first, second) = (await chat.Queue(), await chat.Queue());
        await chat.Claim(second);
        chat.State = chat.State with { Epoch = 9 };

        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Commit(
            new ChatEffect.WithdrawSend(first.Intent, first.Message, "taken_over"), new ChatEffect.WithdrawSend(second.Intent, second.Message, "taken_over")));

        var stored = (await Storage.Chats.Load(chat.Key))!;
        Assert.Equal(0, stored.State.Epoch);
        Assert.Equal([SendStatus.Ready, SendStatus.Claimed], stored.OpenOutbox.Select(row => row.Status));
    }

    [Fact]
    public async Task A_postponed_send_is_ready_again_and_can_be_claimed_again()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();
        await chat.Claim(send);

        await chat.Commit(new ChatEffect.RequeueSend(send.Intent, send.Message, Storage.Clock.GetUtcNow().AddSeconds(5)));

        Assert.Equal(new OutboxRow(send.Intent, SendStatus.Ready, null, null), Assert.Single((await Storage.Chats.Load(chat.Key))!.OpenOutbox));
        Assert.Equal(DeliveryStatus.Queued, await Status(chat, send));
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(send));
    }

    [Fact]
    public async Task The_message_follows_its_send()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();
        await chat.Claim(send);

        await chat.Commit(new ChatEffect.MarkSendUnknown(send.Intent, send.Message));
        Assert.Equal(DeliveryStatus.Unknown, await Status(chat, send));
        Assert.Equal(SendStatus.Unknown, Assert.Single((await Storage.Chats.Load(chat.Key))!.OpenOutbox).Status);

        await chat.Commit(new ChatEffect.ConfirmSend(send.Intent, send.Message, null));
        Assert.Equal(DeliveryStatus.Accepted, await Status(chat, send));
        Assert.Equal(SendStatus.AcceptedUnnamed, Assert.Single((await Storage.Chats.Load(chat.Key))!.OpenOutbox).Status);

        await chat.Commit(new ChatEffect.ConfirmSend(send.Intent, send.Message, "p1"));
        Assert.Empty((await Storage.Chats.Load(chat.Key))!.OpenOutbox);
        Assert.True(await Storage.Chats.HasMessage(chat.Key, "p1"));

        await chat.Commit(new ChatEffect.FailSend(send.Intent, send.Message, "late"), new ChatEffect.MarkSendUnknown(send.Intent, send.Message));
        Assert.Empty((await Storage.Chats.Load(chat.Key))!.OpenOutbox);
    }

    [Fact]
    public async Task A_failed_send_is_settled_until_it_is_proven_sent()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();
        await chat.Claim(send);

        await chat.Commit(new ChatEffect.FailSend(send.Intent, send.Message, "rejected"));
        Assert.Equal(DeliveryStatus.Failed, await Status(chat, send));
        Assert.Empty((await Storage.Chats.Load(chat.Key))!.OpenOutbox);
        await chat.Commit(new ChatEffect.RequeueSend(send.Intent, send.Message, null));
        Assert.IsType<ClaimResult.NotReady>(await chat.Claim(send));

        await chat.Commit(new ChatEffect.ConfirmSend(send.Intent, send.Message, "p1"));
        Assert.Equal(DeliveryStatus.Accepted, await Status(chat, send));
    }

    [Fact]
    public async Task An_echo_that_was_stored_as_a_persons_message_gives_way_to_the_send_it_came_from()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();
        await chat.Claim(send);
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("hi", "p1", Sender.Human) with { Status = DeliveryStatus.Accepted }));

        await chat.Commit(new ChatEffect.ConfirmSend(send.Intent, send.Message, "p1"));

        var message = Assert.Single(await chat.Messages());
        Assert.Equal((send.Message, Sender.Ai, "p1"), (message.Id, message.Sender, message.ProviderMessageId));
    }
}
