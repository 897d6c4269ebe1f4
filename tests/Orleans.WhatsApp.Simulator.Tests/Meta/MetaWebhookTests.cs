using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Meta;

public sealed class MetaWebhookTests
{
    private static readonly byte[] Content = [1, 2, 3, 4];

    [Theory]
    [InlineData("pywa_message__text")]
    [InlineData("pywa_message__image")]
    [InlineData("pywa_message__voice")]
    [InlineData("pywa_message__document")]
    [InlineData("pywa_message__animated_sticker")]
    [InlineData("pywa_message__unsupported")]
    [InlineData("wbja_locationMessage")]
    [InlineData("wbja_contactMessage")]
    public async Task Each_kind_of_message_is_told_in_the_recorded_shape(string fixture)
    {
        await using var stage = await MetaStage.Set();

        Write(stage.Ayse, fixture);
        await stage.World.WaitUntilIdle();

        var told = Assert.Single(stage.Receiver.All);
        Shape.MustBeLike(Shape.Recorded(fixture), told.Body,
            Value("contacts[0].parent_user_id"), Value("messages[0].context"), Value("messages[0].location.url"), Value("messages[0].contacts[0].name.last_name"));
        Assert.Equal((MetaStage.NumberId, "15550001111"),
            ((string?)Change(told)["value"]!["metadata"]!["phone_number_id"], (string?)Change(told)["value"]!["metadata"]!["display_phone_number"]));
        Assert.Equal("905551234567", (string?)stage.Messages[0]["from"]);
    }

    [Fact]
    public async Task A_quoted_message_is_the_context()
    {
        await using var stage = await MetaStage.Set();
        var written = stage.Ayse.Write("one");
        stage.Ayse.Reply(written, "two");
        await stage.World.WaitUntilIdle();

        Shape.MustBeLike(Shape.Recorded("pywa_message__reply"), stage.Receiver.All[1].Body, Value("contacts[0].parent_user_id"));
        Assert.Equal(written.Id, (string?)stage.Messages[1]["context"]!["id"]);
    }

    [Fact]
    public async Task Edits_revokes_and_reactions_are_messages_of_their_own()
    {
        await using var stage = await MetaStage.Set();
        var written = stage.Ayse.Write("helo");
        stage.Ayse.Edit(written, "hello");
        stage.Ayse.React(written.Id, "👍");
        stage.Ayse.React(written.Id, "");
        stage.Ayse.Delete(written);
        var told = await stage.WaitForMessages(5);

        Assert.Equal(["text", "edit", "reaction", "reaction", "revoke"], told.Select(message => (string?)message["type"]));
        Assert.Equal(5, told.Select(message => (string?)message["id"]).Distinct().Count());
        Assert.Equal((written.Id, "hello"), ((string?)told[1]["edit"]!["original_message_id"], (string?)told[1]["edit"]!["message"]!["text"]!["body"]));
        Assert.Equal((written.Id, "👍", ""),
            ((string?)told[2]["reaction"]!["message_id"], (string?)told[2]["reaction"]!["emoji"], (string?)told[3]["reaction"]!["emoji"]));
        Assert.Equal(written.Id, (string?)told[4]["revoke"]!["original_message_id"]);
        Shape.MustBeLike(Shape.Recorded("wbja_reactMessage"), stage.Receiver.All[2].Body);
        Shape.MustBeLike(Shape.Recorded("pywa_deleted_message__revoke"), stage.Receiver.All[4].Body, Value("contacts[0].parent_user_id"));
    }

    [Fact]
    public async Task A_contact_taps_a_button_a_row_and_a_quick_reply()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");
        await stage.Send(MetaLimitTests.Buttons(("yes", "Evet"), ("no", "Hayır")));
        await stage.Send(MetaLimitTests.List(MetaLimitTests.Section("s", 2)));
        await stage.Send(new JsonObject
        {
            ["type"] = "template",
            ["template"] = new JsonObject
            {
                ["name"] = "offer",
                ["language"] = new JsonObject { ["code"] = "tr" },
                ["components"] = new JsonArray(new JsonObject
                {
                    ["type"] = "button",
                    ["sub_type"] = "quick_reply",
                    ["index"] = "0",
                    ["parameters"] = new JsonArray(new JsonObject { ["type"] = "payload", ["payload"] = "STOP" }),
                }),
            },
        });
        var received = await stage.Ayse.WaitForReceived(3);

        stage.Ayse.Tap(received[0].MessageId, "Hayır");
        stage.Ayse.Tap(received[1].MessageId, "s2");
        stage.Ayse.Tap(received[2].MessageId, "STOP");
        var told = (await stage.WaitForMessages(4)).Skip(1).ToList();

        Assert.Equal(("no", "Hayır"), ((string?)told[0]["interactive"]!["button_reply"]!["id"], (string?)told[0]["interactive"]!["button_reply"]!["title"]));
        Assert.Equal(("s2", "s 2", "Row 2"), ((string?)told[1]["interactive"]!["list_reply"]!["id"],
            (string?)told[1]["interactive"]!["list_reply"]!["title"], (string?)told[1]["interactive"]!["list_reply"]!["description"]));
        Assert.Equal("STOP", (string?)told[2]["button"]!["payload"]);
        Assert.Equal(received.Select(message => message.MessageId), told.Select(message => (string?)message["context"]!["id"]));
        var bodies = stage.Receiver.All.Where(body => body.Raw.Contains("\"context\"", StringComparison.Ordinal)).ToList();
        Shape.MustBeLike(Shape.Recorded("pywa_callback_button__button"), bodies[0].Body, Value("contacts[0].parent_user_id"));
        Shape.MustBeLike(Shape.Recorded("pywa_callback_button__quick_reply"), bodies[2].Body, Value("contacts[0].parent_user_id"));
    }

    [Fact]
    public async Task An_order_names_its_products()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Send(new MessageContent.Order("catalogue", "sku-1", 2, 12.5m, "TRY"));
        var order = (await stage.WaitForMessages(1))[0]["order"]!;

        var product = order["product_items"]![0]!;
        Assert.Equal(("catalogue", "sku-1", 2), ((string?)order["catalog_id"], (string?)product["product_retailer_id"], (int)product["quantity"]!));
    }

    [Fact]
    public async Task A_contact_who_hides_the_number_is_known_by_id()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.ShownAs = ContactAddress.LidOnly;
        stage.Ayse.Write("Merhaba");
        var told = (await stage.WaitForMessages(1))[0];

        Assert.Equal((false, stage.Ayse.UserId), (told.ContainsKey("from"), (string?)told["from_user_id"]));
        var contact = Change(stage.Receiver.All[0])["value"]!["contacts"]![0]!.AsObject();
        Assert.Equal((false, stage.Ayse.UserId, "Ayşe"), (contact.ContainsKey("wa_id"), (string?)contact["user_id"], (string?)contact["profile"]!["name"]));
    }

    [Fact]
    public async Task What_is_typed_on_the_business_phone_comes_as_an_echo()
    {
        await using var stage = await MetaStage.Set();
        var typed = stage.World.Phone(stage.Number).Write(stage.Ayse, "Buyurun");
        stage.World.Phone(stage.Number).Delete(typed);
        await stage.World.WaitUntilIdle();

        var change = Change(stage.Receiver.All[0]);
        var echo = change["value"]!["message_echoes"]![0]!;
        Assert.Equal("smb_message_echoes", (string?)change["field"]);
        Assert.Equal(("15550001111", "905551234567", typed.Id, "Buyurun"),
            ((string?)echo["from"], (string?)echo["to"], (string?)echo["id"], (string?)echo["text"]!["body"]));
        Assert.Equal("revoke", (string?)Change(stage.Receiver.All[1])["value"]!["message_echoes"]![0]!["type"]);
        Assert.Equal(MessageOrigin.Phone, Assert.Single(stage.Ayse.Received).Origin);
    }

    [Fact]
    public async Task A_body_is_signed_over_its_bytes_with_escapes_in_lower_case()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Günaydın 😀");
        await stage.World.WaitUntilIdle();

        var told = Assert.Single(stage.Receiver.All);
        Assert.Contains(@"G\u00fcnayd\u0131n \ud83d\ude00", told.Raw, StringComparison.Ordinal);
        Assert.All(told.Raw, letter => Assert.True(char.IsAscii(letter)));
        Assert.Equal(MetaSignature.Of(told.Raw, MetaStage.Secret), told.Headers["X-Hub-Signature-256"]);
        Assert.Equal("application/json", told.ContentType);
    }

    [Fact]
    public void Signatures_agree_with_the_known_vectors()
    {
        var vectors = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "constructed_signature_vectors.json")))!.AsArray();

        Assert.Equal(4, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal((string?)vector!["header"], MetaSignature.Of((string)vector["body"]!, (string)vector["app_secret"]!)));
        Assert.Equal((string?)vectors[2]!["body"], Wire.EscapedText(new JsonObject { ["a"] = "héllo 😀" }));
    }

    [Fact]
    public async Task A_signature_can_be_missing_or_forged()
    {
        await using var stage = await MetaStage.Set();
        stage.World.Meta.SignNext(SignatureKind.Missing);
        stage.World.Meta.SignNext(SignatureKind.Forged);
        stage.Ayse.Write("one");
        stage.Ayse.Write("two");
        stage.Ayse.Write("three");
        await stage.World.WaitUntilIdle();

        var told = stage.Receiver.All;
        Assert.False(told[0].Headers.ContainsKey("X-Hub-Signature-256"));
        Assert.StartsWith("sha256=", told[1].Headers["X-Hub-Signature-256"], StringComparison.Ordinal);
        Assert.NotEqual(MetaSignature.Of(told[1].Raw, MetaStage.Secret), told[1].Headers["X-Hub-Signature-256"]);
        Assert.Equal(MetaSignature.Of(told[2].Raw, MetaStage.Secret), told[2].Headers["X-Hub-Signature-256"]);
    }

    [Fact]
    public async Task Several_events_of_several_numbers_can_come_in_one_body()
    {
        await using var stage = await MetaStage.Set();
        var other = stage.World.Meta.AddNumber("+15550002222", "100000000000002", "200000000000002");
        var veli = stage.World.Contact("+905557654321", "Veli");
        stage.Ayse.Write("before", stage.Number);
        await stage.World.WaitUntilIdle();

        stage.World.Meta.BatchNext(5);
        stage.Ayse.Write("one", stage.Number);
        veli.Write("two", stage.Number);
        await stage.SendText("answer"); // sent and delivered
        Assert.Single(stage.Receiver.All);
        veli.Write("elsewhere", other);
        await stage.World.WaitUntilIdle();

        var batch = stage.Receiver.All[1].Body;
        Shape.MustBeLike(Shape.Recorded("constructed_batch_two_entries"), batch);
        Assert.Equal(["200000000000001", "200000000000002"], batch["entry"]!.AsArray().Select(entry => (string?)entry!["id"]));
        var changes = batch["entry"]![0]!["changes"]!.AsArray();
        Assert.Equal((2, 2), (changes[0]!["value"]!["messages"]!.AsArray().Count, changes[0]!["value"]!["contacts"]!.AsArray().Count));
        Assert.Equal(2, changes[1]!["value"]!["statuses"]!.AsArray().Count);
        Assert.Equal(MetaSignature.Of(stage.Receiver.All[1].Raw, MetaStage.Secret), stage.Receiver.All[1].Headers["X-Hub-Signature-256"]);
    }

    [Fact]
    public async Task A_batch_that_does_not_fill_can_be_sent()
    {
        await using var stage = await MetaStage.Set();
        stage.World.Meta.BatchNext(10);
        stage.Ayse.Write("one");
        stage.Ayse.Write("two");

        await stage.World.Meta.SendBatch();
        stage.Ayse.Write("three");
        await stage.World.WaitUntilIdle();

        Assert.Equal([2, 1], stage.Receiver.All.Select(told => Change(told)["value"]!["messages"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_refused_delivery_is_told_again_with_the_same_bytes()
    {
        await using var stage = await MetaStage.Set();
        var seen = new List<string>();
        stage.Receiver.Answer = told =>
        {
            seen.Add(told.Raw + told.Headers["X-Hub-Signature-256"]);
            return seen.Count < 3 ? 500 : 200;
        };
        stage.World.Webhooks.DuplicateNext();

        stage.Ayse.Write("hi");
        await stage.World.WaitUntilIdle();

        Assert.Equal(4, seen.Count);
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task A_callback_address_is_confirmed_by_the_challenge()
    {
        await using var stage = await MetaStage.Set();

        Assert.True(await stage.World.Meta.Verify(stage.Receiver.UrlOf("meta"), "verify-me"));
        Assert.False(await stage.World.Meta.Verify(stage.Receiver.UrlOf("meta"), "guessed"));
        Assert.False(await stage.World.Meta.Verify(new Uri("http://127.0.0.1:1/nobody"), "verify-me"));
    }

    [Fact]
    public async Task A_business_account_can_have_its_own_address_once_it_is_confirmed()
    {
        await using var stage = await MetaStage.Set();
        var app = stage.World.Meta.AddNumber("+15550002222", "100000000000002", "200000000000002");
        await using var own = await Receiver.Start();
        const string path = "/v23.0/200000000000001/subscribed_apps";

        var refused = await stage.Post(path, new JsonObject { ["override_callback_uri"] = own.UrlOf("meta").ToString(), ["verify_token"] = "guessed" });
        var taken = await stage.Post(path, new JsonObject { ["override_callback_uri"] = own.UrlOf("meta").ToString(), ["verify_token"] = "verify-me" });
        stage.Ayse.Write("to the own address", stage.Number);
        stage.Ayse.Write("to the app's", app);
        await stage.World.WaitUntilIdle();

        Assert.Equal((400, 200), (refused.Status, taken.Status));
        Assert.Contains("to the own address", Assert.Single(own.All).Raw, StringComparison.Ordinal);
        Assert.Contains("to the app's", Assert.Single(stage.Receiver.All).Raw, StringComparison.Ordinal);
        var (_, listed) = await stage.Get(path);
        Assert.Contains(own.UrlOf("meta").ToString(), listed["data"]!.AsArray().Select(app => (string?)app!["override_callback_uri"]));
    }

    [Fact]
    public async Task Any_field_can_be_told()
    {
        await using var stage = await MetaStage.Set();
        await stage.World.Meta.Tell(stage.Number, "account_update", new JsonObject { ["event"] = "ACCOUNT_RESTRICTION" });

        var change = Change(Assert.Single(stage.Receiver.All));
        Assert.Equal(("account_update", "ACCOUNT_RESTRICTION"), ((string?)change["field"], (string?)change["value"]!["event"]));
    }

    private static void Write(SimulatedContact ayse, string fixture) => _ = fixture switch
    {
        "pywa_message__text" => ayse.Write("Merhaba"),
        "pywa_message__image" => ayse.Send(SimulatedAttachment.Image(Content)),
        "pywa_message__voice" => ayse.Send(SimulatedAttachment.Voice(Content)),
        "pywa_message__document" => ayse.Send(SimulatedAttachment.File(Content, "file.pdf"), "caption"),
        "pywa_message__animated_sticker" => ayse.Send(SimulatedAttachment.Sticker(Content, animated: true)),
        "pywa_message__unsupported" => ayse.Send(new MessageContent.Unsupported("poll")),
        "wbja_locationMessage" => ayse.Send(new MessageContent.Location(41.01, 28.97)),
        "wbja_contactMessage" => ayse.Send(new MessageContent.ContactCard("Veli Kaya", "+905557654321")),
        _ => throw new ArgumentOutOfRangeException(nameof(fixture)),
    };

    private static JsonObject Change(Receiver.Told told) => told.Body["entry"]![0]!["changes"]![0]!.AsObject();

    private static string Value(string path) => "$.entry[0].changes[0].value." + path;
}
