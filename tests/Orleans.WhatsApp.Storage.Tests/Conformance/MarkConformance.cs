using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class MarkConformance(StorageFixture fixture)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private TestStorage Storage => fixture.Storage;

    private static ChatEffect.MarkMessage Mark(string providerId, MessageMark mark) => new(providerId, mark);

    [Fact]
    public async Task Message_and_marks_make_the_same_in_every_order()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var number = 0;
        foreach (var order in Permutations(6))
        {
            var chat = Storage.NewChat(tenant, channel, name: $"order-{++number}");
            var id = $"m-{number}";
            ChatEffect[] parts =
            [
                new ChatEffect.StoreMessage(chat.NewMessage("first words", id, Sender.Human) with { Status = DeliveryStatus.Accepted }),
                Mark(id, new MessageMark.Edited("second words", Noon.AddSeconds(1))),
                Mark(id, new MessageMark.Edited("last words", Noon.AddSeconds(2))),
                Mark(id, new MessageMark.Read(Noon.AddSeconds(4))),
                Mark(id, new MessageMark.Delivered(Noon.AddSeconds(3))),
                Mark(id, new MessageMark.Reacted("+", "ada", Noon.AddSeconds(5))),
            ];

            // Half of the orders in one decision, half in one decision each: the path must not matter either.
            if (number % 2 == 0) await chat.Commit([.. order.Select(part => parts[part])]);
            else foreach (var part in order) await chat.Commit(parts[part]);

            var message = Assert.Single(await chat.Messages());
            Assert.Equal(("last words", DeliveryStatus.Read, true), (message.Text, message.Status, message.IsEdited));
            Assert.Contains("\"ada\"", message.ReactionsJson, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Marks_wait_for_the_provider_id_of_our_own_send()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();
        await chat.Claim(send);

        await chat.Commit(Mark("p1", new MessageMark.Delivered(Noon)));
        Assert.Equal(DeliveryStatus.Queued, Assert.Single(await chat.Messages()).Status);

        await chat.Commit(new ChatEffect.ConfirmSend(send.Intent, send.Message, "p1"));
        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(await chat.Messages()).Status);

        await chat.Commit(new ChatEffect.ConfirmSend(send.Intent, send.Message, "p1"), Mark("p1", new MessageMark.Read(Noon)));
        await chat.Commit(Mark("p1", new MessageMark.Delivered(Noon)), new ChatEffect.MarkSendUnknown(send.Intent, send.Message), new ChatEffect.FailSend(send.Intent, send.Message, "x"));
        Assert.Equal(DeliveryStatus.Read, Assert.Single(await chat.Messages()).Status);
    }

    /// <summary>Providers promise no order and repeat what they report.</summary>
    [Fact]
    public async Task Statuses_end_the_same_in_every_order_and_however_often_they_come()
    {
        var random = new Random(7);
        MessageMark[] all =
        [
            new MessageMark.Sent(Noon), new MessageMark.Delivered(Noon.AddSeconds(1)), new MessageMark.Read(Noon.AddSeconds(2)), new MessageMark.Played(Noon.AddSeconds(3)),
            new MessageMark.Failed("131026", Noon.AddSeconds(1)),
        ];
        var (tenant, channel) = await Storage.NewTenant();
        foreach (var which in Enumerable.Range(1, 31))
        {
            var told = all.Where((_, place) => (which & (1 << place)) != 0).ToArray();
            var ends = new HashSet<DeliveryStatus>();
            foreach (var tries in Enumerable.Range(0, 4))
            {
                var chat = Storage.NewChat(tenant, channel, name: $"status-{which}-{tries}");
                var id = $"status-{which}-{tries}";
                ChatEffect[] coming = [.. told.Concat(told.Where(_ => random.Next(2) == 0)).OrderBy(_ => random.Next()).Select(mark => (ChatEffect)Mark(id, mark))];
                var before = random.Next(coming.Length + 1);
                foreach (var effect in coming[..before]) await chat.Commit(effect);
                await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("words", id, Sender.Human) with { Status = DeliveryStatus.Accepted }));
                foreach (var effect in coming[before..]) await chat.Commit(effect);
                ends.Add(Assert.Single(await chat.Messages()).Status);
            }

            var expected = told.Any(mark => mark is MessageMark.Played) ? DeliveryStatus.Played
                : told.Any(mark => mark is MessageMark.Read) ? DeliveryStatus.Read
                : told.Any(mark => mark is MessageMark.Delivered) ? DeliveryStatus.Delivered
                : told.Any(mark => mark is MessageMark.Failed) ? DeliveryStatus.Failed
                : DeliveryStatus.Accepted;
            Assert.Equal([expected], ends);
        }
    }

    [Fact]
    public async Task What_failed_says_why()
    {
        var chat = await Storage.NewChat();
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage(providerId: "m1", sender: Sender.Human) with { Status = DeliveryStatus.Accepted }), Mark("m1", new MessageMark.Failed("131047", Noon)));
        var message = Assert.Single(await chat.Messages());
        Assert.Equal((DeliveryStatus.Failed, "131047"), (message.Status, message.FailureCode));
    }

    [Fact]
    public async Task A_contacts_message_stays_received_whatever_is_read()
    {
        var chat = await Storage.NewChat();
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage(providerId: "m1")), Mark("m1", new MessageMark.Read(Noon)));

        Assert.Equal(DeliveryStatus.Received, Assert.Single(await chat.Messages()).Status);
    }

    [Fact]
    public async Task A_reaction_is_replaced_and_taken_back_by_the_one_who_made_it()
    {
        var chat = await Storage.NewChat();
        await chat.Commit(
            new ChatEffect.StoreMessage(chat.NewMessage(providerId: "m1")),
            Mark("m1", new MessageMark.Reacted("A", "ada", Noon)),
            Mark("m1", new MessageMark.Reacted("B", "bob", Noon)),
            Mark("m1", new MessageMark.Reacted("C", "ada", Noon.AddSeconds(2))),
            Mark("m1", new MessageMark.Reacted("stale", "ada", Noon.AddSeconds(1))));
        var reactions = Assert.Single(await chat.Messages()).ReactionsJson;
        Assert.Contains("\"C\"", reactions, StringComparison.Ordinal);
        Assert.Contains("\"B\"", reactions, StringComparison.Ordinal);
        Assert.DoesNotContain("\"A\"", reactions, StringComparison.Ordinal);
        Assert.DoesNotContain("stale", reactions, StringComparison.Ordinal);

        await chat.Commit(Mark("m1", new MessageMark.Reacted("", "ada", Noon.AddSeconds(3))), Mark("m1", new MessageMark.Reacted("", "bob", Noon.AddSeconds(3))));
        Assert.Equal("[]", Assert.Single(await chat.Messages()).ReactionsJson);
    }

    [Fact]
    public async Task A_deleted_message_is_marked_and_kept()
    {
        var chat = await Storage.NewChat();
        await chat.Commit(Mark("m1", new MessageMark.Deleted(Noon)));
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("gone", "m1")));

        var message = Assert.Single(await chat.Messages());
        Assert.True(message.IsDeleted);
        Assert.False(message.IsEdited);
        Assert.Equal("gone", message.Text);
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        // Every sixth of the 720 orders: each mark stands before and after each other one many times over.
        var all = Permute([.. Enumerable.Range(0, count)], 0).ToArray();
        for (var i = 0; i < all.Length; i += 6) yield return all[i];
    }

    private static IEnumerable<int[]> Permute(int[] items, int from)
    {
        if (from == items.Length) yield return [.. items];
        for (var i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (var order in Permute(items, from + 1)) yield return order;
            (items[from], items[i]) = (items[i], items[from]);
        }
    }
}
