using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Meta;

public sealed class MetaMediaTests
{
    private static readonly byte[] Voice = [0x4F, 0x67, 0x67, 0x53, 1, 2, 3];

    [Fact]
    public async Task A_voice_message_is_looked_up_and_downloaded_with_its_hash()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Send(SimulatedAttachment.Voice(Voice));
        var audio = (await stage.WaitForMessages(1))[0]["audio"]!;

        var (status, found) = await stage.Get($"/v23.0/{audio["id"]}");
        var content = await stage.Http.GetByteArrayAsync(new Uri((string)found["url"]!));

        Assert.Equal((200, "audio/ogg; codecs=opus", Voice.Length), (status, (string?)found["mime_type"], (int)found["file_size"]!));
        Assert.Equal(Voice, content);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Voice)), (string?)found["sha256"]);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(Voice)), (string?)audio["sha256"]);
        Assert.True((bool)audio["voice"]!);
    }

    [Fact]
    public async Task A_download_address_ends_after_five_minutes_and_can_be_had_anew()
    {
        var clock = new ManualClock();
        await using var stage = await MetaStage.Set(options => options with { TimeProvider = clock });
        stage.Ayse.Send(SimulatedAttachment.Voice(Voice));
        var id = (await stage.WaitForMessages(1))[0]["audio"]!["id"];
        var (_, first) = await stage.Get($"/v23.0/{id}");

        clock.Advance(TimeSpan.FromMinutes(5));
        using var ended = await stage.Http.GetAsync(new Uri((string)first["url"]!));
        var (_, second) = await stage.Get($"/v23.0/{id}");
        using var anew = await stage.Http.GetAsync(new Uri((string)second["url"]!));
        clock.Advance(TimeSpan.FromDays(7));
        var (gone, _) = await stage.Get($"/v23.0/{id}");

        Assert.Equal((404, 200, 400), ((int)ended.StatusCode, (int)anew.StatusCode, gone));
    }

    [Fact]
    public async Task A_download_needs_the_token_and_a_name_of_the_caller()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Send(SimulatedAttachment.Voice(Voice));
        var id = (await stage.WaitForMessages(1))[0]["audio"]!["id"];
        var (_, found) = await stage.Get($"/v23.0/{id}");
        using var plain = new HttpClient();

        using var nameless = new HttpRequestMessage(HttpMethod.Get, (string?)found["url"]);
        nameless.Headers.Authorization = new AuthenticationHeaderValue("Bearer", MetaStage.Token);
        using var tokenless = new HttpRequestMessage(HttpMethod.Get, (string?)found["url"]);
        tokenless.Headers.UserAgent.ParseAdd("test/1.0");

        Assert.Equal(403, (int)(await plain.SendAsync(nameless)).StatusCode);
        Assert.Equal(401, (int)(await plain.SendAsync(tokenless)).StatusCode);
    }

    [Fact]
    public async Task A_file_is_uploaded_sent_and_arrives_as_it_was()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");

        var (status, uploaded) = await stage.Upload([9, 8, 7], "application/pdf", "offer.pdf");
        var sent = await stage.Send(new JsonObject
        {
            ["type"] = "document",
            ["document"] = new JsonObject { ["id"] = (string?)uploaded["id"], ["caption"] = "Teklif", ["filename"] = "teklif.pdf" },
        });

        Assert.Equal((200, 200), (status, sent.Status));
        Shape.MustBeLike(Shape.Recorded("api_resp_upload"), uploaded);
        var received = Assert.Single(stage.Ayse.Received);
        var file = Assert.Single(received.Files);
        Assert.Equal(("Teklif", "file", "application/pdf", "teklif.pdf"), (received.Text, file.Type, file.MimeType, file.FileName));
        Assert.Equal([9, 8, 7], file.Content.ToArray());
    }

    [Fact]
    public async Task Files_of_other_types_and_sizes_are_refused()
    {
        await using var stage = await MetaStage.Set();

        var type = await stage.Upload([1], "image/gif");
        var size = await stage.Upload(new byte[5 * 1024 * 1024 + 1], "image/png");

        Assert.Equal((400, 100), (type.Status, MetaStage.Code(type)));
        Assert.Equal((400, 131053), (size.Status, MetaStage.Code(size)));
    }

    [Fact]
    public async Task A_link_is_fetched_and_one_that_leads_nowhere_fails_later()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");

        await SendLink("there.png");
        await SendLink("missing.png");
        await stage.World.WaitUntilIdle();

        Assert.Equal([1, 2, 3], Assert.Single(Assert.Single(stage.Ayse.Received).Files).Content.ToArray());
        Assert.Equal(131053, (int)Assert.Single(stage.Statuses, status => (string?)status["status"] is "failed")["errors"]![0]!["code"]!);

        Task SendLink(string name) => stage.Send(new JsonObject
        {
            ["type"] = "image",
            ["image"] = new JsonObject { ["link"] = new Uri(stage.Receiver.Url, "/files/" + name).ToString() },
        });
    }

    [Fact]
    public async Task The_number_can_be_looked_at()
    {
        await using var stage = await MetaStage.Set();

        var (status, whole) = await stage.Get($"/v23.0/{MetaStage.NumberId}");
        var (_, part) = await stage.Get($"/v21.0/{MetaStage.NumberId}?fields=verified_name,quality_rating");
        var (_, all) = await stage.Get("/v23.0/200000000000001/phone_numbers");

        Assert.Equal(200, status);
        Shape.MustBeLike(Shape.Recorded("api_resp_phoneNumber"), whole);
        Assert.Equal(["id", "quality_rating", "verified_name"], part.Select(pair => pair.Key).Order());
        Assert.Equal(MetaStage.NumberId, (string?)Assert.Single(all["data"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task Files_have_faults_of_their_own()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Send(SimulatedAttachment.Voice(Voice));
        var id = (await stage.WaitForMessages(1))[0]["audio"]!["id"];
        stage.World.Meta.Faults.Next(1, new ProviderFault.Refuse(500, "131000"), ProviderOperation.Media);

        Assert.Equal(200, (await stage.Get($"/v23.0/{MetaStage.NumberId}")).Status);
        Assert.Equal(500, (await stage.Get($"/v23.0/{id}")).Status);
        Assert.Equal(200, (await stage.Get($"/v23.0/{id}")).Status);
    }
}
