using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo;

public sealed class PrivacyTests(Stage stage) : IClassFixture<Stage>
{
    private const string Nasty = "\"quoted\" \\ </script><b> \u202Eright to left\u2028 \u0007bell {\"a\":[1]} 😀 ' ; -- \r\n\tend";

    [Fact]
    public async Task An_export_holds_every_chat_of_the_contact_and_nobody_elses()
    {
        var contact = new Writer(stage, "+905551230001");
        var (one, two) = (await contact.Writes("In the first chat"), await contact.Writes(Nasty));
        var other = await new Writer(stage, "+905551230002").Writes("Somebody else's words");
        (await stage.Post(stage.Admin, "/api/whatsapp/blacklist", new { phone = "+90 555 123 00 01" })).Ok();

        var answer = await stage.Get(stage.Admin, $"{one}/export");
        var export = answer.Ok();
        var disposition = answer.Message.Content.Headers.ContentDisposition!;
        Assert.Equal(("attachment", $"contact-{Guid.Parse(one.Split('/')[^1]):N}.json"), (disposition.DispositionType, disposition.FileName));
        Assert.Equal("application/json", answer.Message.Content.Headers.ContentType!.MediaType);

        var chats = export.GetProperty("chats").EnumerateArray().ToList();
        Assert.Equal(((string[])[one, two]).Select(path => path.Split('/')[^1]).Order(), chats.Select(chat => chat.GetProperty("_id").GetString()).Order());
        Assert.All(chats, chat => Assert.Equal("+905551230001", chat.GetProperty("contact_phone").GetString()));
        Assert.All(chats, chat => Assert.Equal(1, chat.GetProperty("sessions").GetArrayLength()));
        Assert.All(chats, chat => Assert.Equal("C6", chat.GetProperty("timeline")[0].GetProperty("rule").GetString()));
        var texts = chats.SelectMany(chat => chat.GetProperty("messages").EnumerateArray()).Select(message => message.GetProperty("text").GetString());
        Assert.Equal(["In the first chat", Nasty], texts.OrderBy(text => text == Nasty));
        Assert.Equal("+90 555 123 00 01", export.GetProperty("blacklist")[0].GetProperty("phone").GetString());
        Assert.True(export.GetProperty("complete").GetBoolean());
        Assert.DoesNotContain("Somebody else", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Split('/')[^1], answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_chat_is_exported_whole_with_its_marks_and_attachments()
    {
        var chat = await new Writer(stage, "+905551230003").Writes("First");
        var store = stage.Services.GetRequiredService<IChatStore>();
        var key = Key(chat);
        var stored = (await store.Load(key))!;
        var at = stage.Clock.GetUtcNow();
        await store.Commit(new ChatCommit(key, stored.Version, stored.State,
        [
            .. Enumerable.Range(0, 1_234).Select(number => new ChatEffect.StoreMessage(new ChatMessage(
                new(Guid.NewGuid()), null, Sender.Contact, "Ayşe", $"{number}", at.AddMilliseconds(number / 3), DeliveryStatus.Received, $"{key.Chat}-long-{number}")
            {
                Attachments = number == 7 ? [new Attachment("a1", "img", FileName: "roof.jpg")] : [],
            })),
            new ChatEffect.MarkMessage($"{key.Chat}-long-600", new MessageMark.Edited("600, edited", at)),
            new ChatEffect.MarkMessage($"{key.Chat}-long-600", new MessageMark.Reacted("👍", "ayse", at)),
            new ChatEffect.MarkMessage($"{key.Chat}-long-601", new MessageMark.Deleted(at)),
        ], [], []));

        var messages = (await stage.Get(stage.Admin, $"{chat}/export")).Ok().GetProperty("chats")[0].GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(1_235, messages.DistinctBy(message => message.GetProperty("_id").GetGuid()).Count());
        var edited = messages.Single(message => message.GetProperty("text").GetString() == "600, edited");
        Assert.Equal(("👍", JsonValueKind.String), (edited.GetProperty("marks")[0].GetProperty("value").GetString(), edited.GetProperty("edited_at").ValueKind));
        Assert.Equal(JsonValueKind.String, messages.Single(message => message.GetProperty("text").GetString() == "601").GetProperty("deleted_at").ValueKind);
        Assert.Equal("roof.jpg", messages.Single(message => message.GetProperty("text").GetString() == "7").GetProperty("attachments")[0].GetProperty("file_name").GetString());
    }

    [Fact]
    public async Task An_erased_contact_is_gone_from_every_chat_and_the_record_names_nobody()
    {
        var contact = new Writer(stage, "+905551230004");
        var (one, two) = (await contact.Writes("First words"), await contact.Writes("Second words"));
        var kept = await new Writer(stage, "+905551230005").Writes("Somebody else's words");
        var before = (await stage.Get(stage.Admin, "/api/whatsapp/stats")).Ok();

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        var erased = (await stage.Post(stage.Admin, $"{one}/erase")).Ok();
        Assert.Equal(2, erased.GetProperty("chats").GetArrayLength());
        // What is decided lies in the inbox no more.
        Assert.Equal((2, 2, 0), (Count(erased, "messages"), Count(erased, "sessions"), Count(erased, "events")));
        Assert.False(erased.GetProperty("in_flight").GetBoolean());
        foreach (var path in (string[])[one, two, $"{one}/messages", $"{two}/timeline", $"{one}/export"]) (await stage.Get(stage.Admin, path)).Problem(404, "chat_not_found");
        (await stage.Get(stage.Admin, kept)).Ok();

        var after = (await stage.Get(stage.Admin, "/api/whatsapp/stats")).Ok();
        Assert.Equal((2, 2, 2), (Less("totalChats"), Less("waitingChats"), Less("totalMessages")));

        var list = await stage.Get(stage.Admin, "/api/whatsapp/erasures?limit=2");
        var items = list.Ok().GetProperty("items").EnumerateArray().ToList();
        // The chat that was named went last.
        Assert.Equal([one.Split('/')[^1], two.Split('/')[^1]], items.Select(item => item.GetProperty("chat_id").GetString()));
        Assert.All(items, item => Assert.Equal(
            (erased.GetProperty("request_id").GetGuid(), stage.AdminId), (item.GetProperty("request_id").GetGuid(), item.GetProperty("erased_by").GetGuid())));
        Assert.DoesNotContain("90555", list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Ayşe", list.Body, StringComparison.Ordinal);

        // The answer may have been lost: asked again, there is nothing left to do, and nothing is recorded twice.
        var again = (await stage.Post(stage.Admin, $"{one}/erase", new { blacklist = false })).Ok();
        Assert.Equal((0, 0), (again.GetProperty("chats").GetArrayLength(), Count(again, "messages")));
        Assert.Equal(items[0].ToString(), (await stage.Get(stage.Admin, "/api/whatsapp/erasures?limit=2")).Ok().GetProperty("items")[0].ToString());

        long Less(string name) => before.GetProperty(name).GetInt64() - after.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task An_erasure_that_broke_off_between_two_chats_is_completed_by_another_call()
    {
        var contact = new Writer(stage, "+905551230006");
        var (one, two) = (await contact.Writes("First words"), await contact.Writes("Second words"));
        Assert.True((await stage.Services.GetRequiredService<IGrainFactory>().Chat(Key(two)).Erase(new ErasureOrder(Guid.NewGuid(), stage.AdminId))).IsDone);

        var erased = (await stage.Post(stage.Admin, $"{one}/erase")).Ok();
        Assert.Equal(one.Split('/')[^1], Assert.Single(erased.GetProperty("chats").EnumerateArray()).GetString());
        (await stage.Get(stage.Admin, one)).Problem(404, "chat_not_found");
    }

    [Fact]
    public async Task An_event_of_before_does_not_come_back_and_one_of_afterwards_begins_anew()
    {
        var contact = new Writer(stage, "+905551230007");
        var chat = await contact.Writes("Old words");
        (await stage.Post(stage.Admin, $"{chat}/erase")).Ok();

        // At the same moment by the provider's clock, first the same event, then one that had not come.
        (await stage.Webhook(contact.Last)).Ok();
        (await stage.Webhook(contact.Last with { Id = $"late-{stage.NextId()}" })).Ok();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        (await stage.Webhook(contact.Last with { Id = $"new-{stage.NextId()}", Text = "New words" })).Ok();

        await Stage.Until("the new chat", async () => (await stage.Get(stage.Admin, chat)).Status == System.Net.HttpStatusCode.OK);
        Assert.Equal("New words", Assert.Single((await stage.Get(stage.Admin, $"{chat}/messages")).Ok().GetProperty("items").EnumerateArray()).GetProperty("text").GetString());
        Assert.Equal(1, (await stage.Get(stage.Admin, $"{chat}/sessions")).Ok().GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_blacklist_keeps_an_erased_number_unless_it_is_asked_for()
    {
        const string Phone = "+905551230008";
        var contact = new Writer(stage, Phone);
        (await stage.Post(stage.Admin, "/api/whatsapp/blacklist", new { phone = Phone })).Ok();
        Assert.Equal(0, (await stage.Post(stage.Admin, $"{await contact.Writes("Words")}/erase")).Ok().GetProperty("blacklist").GetInt32());
        Assert.Contains(Phone, (await stage.Get(stage.Admin, "/api/whatsapp/blacklist")).Body, StringComparison.Ordinal);

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await stage.Post(stage.Admin, $"{await contact.Writes("Words")}/erase", new { blacklist = true })).Ok().GetProperty("blacklist").GetInt32());
        Assert.DoesNotContain(Phone, (await stage.Get(stage.Admin, "/api/whatsapp/blacklist")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_admins_of_the_tenant_export_and_erase_and_bodies_are_read_strictly()
    {
        var chat = await new Writer(stage, "+905551230009").Writes("Words");
        (await stage.Get(stage.Manager, $"{chat}/export")).Problem(403, "forbidden");
        (await stage.Post(stage.Manager, $"{chat}/erase")).Problem(403, "forbidden");
        (await stage.Get(stage.Manager, "/api/whatsapp/erasures")).Problem(403, "forbidden");
        (await stage.Get(stage.Stranger, $"{chat}/export")).Problem(404, "chat_not_found");
        (await stage.Post(stage.Stranger, $"{chat}/erase")).Problem(404, "chat_not_found");
        (await stage.Post(stage.Admin, $"{chat}/erase", new { blacklist = "yes" })).Problem(400, "invalid_request");
        (await stage.Post(stage.Admin, $"{chat}/erase", new { blacklist = (bool?)null })).Problem(400, "invalid_request");
        (await stage.Get(stage.Admin, "/api/whatsapp/erasures?cursor=x")).Problem(400, "invalid_cursor");
        (await stage.Get(stage.Member, chat)).Ok();

        (await stage.Post(stage.Admin, $"{chat}/erase")).Ok();
        (await stage.Post(stage.Stranger, $"{chat}/erase")).Problem(404, "chat_not_found");
        Assert.Equal(0, (await stage.Get(stage.Stranger, "/api/whatsapp/erasures")).Ok().GetProperty("total").GetInt32());
    }

    private static int Count(JsonElement erased, string what) => erased.GetProperty("erased").GetProperty(what).GetInt32();

    private static ChatKey Key(string path) => new(Bootstrap.FirstTenant, ChannelKey.Of(Bootstrap.FirstTenant, "unipile").Channel, new(Guid.Parse(path.Split('/')[^1])));

    /// <summary>A contact with a number of its own; each time it writes in another chat.</summary>
    private sealed class Writer(Stage stage, string phone)
    {
        public FakeBody Last { get; private set; } = null!;

        public async Task<string> Writes(string text)
        {
            var chat = $"chat-{stage.NextId()}";
            (await stage.Webhook(Last = stage.FromContact(chat, text) with { Phone = phone })).Ok();
            var path = $"/api/whatsapp/chats/{stage.ChatId(chat)}";
            await Stage.Until("the new chat", async () => (await stage.Get(stage.Member, path)).Status == System.Net.HttpStatusCode.OK);
            return path;
        }
    }
}
