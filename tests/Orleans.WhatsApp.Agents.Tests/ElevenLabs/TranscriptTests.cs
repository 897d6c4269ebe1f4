using Orleans.WhatsApp.Agents.ElevenLabs;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

public sealed class TranscriptTests : IAsyncLifetime
{
    private static readonly DateTimeOffset AskedAt = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private FakeElevenLabs _provider = null!;

    public static TheoryData<string, string, string?> Rows => new()
    {
        { "the answer to the text", """[{"role":"user","message":"hi"},{"role":"agent","message":"hello"}]""", "hello" },
        { "parts are joined, tool items have no text", """[{"role":"user","message":"hi"},{"role":"agent","message":"one"},{"role":"agent","message":null,"tool_calls":[{}]},{"role":"agent","message":"two"}]""", "one\ntwo" },
        { "the greeting is before it", """[{"role":"agent","message":"greeting"},{"role":"user","message":"hi"},{"role":"agent","message":"hello"}]""", "hello" },
        { "up to the next user item", """[{"role":"user","message":"hi"},{"role":"agent","message":"hello"},{"role":"user","message":"and?"},{"role":"agent","message":"more"}]""", "hello" },
        { "the last of equal texts counts", """[{"role":"user","message":"hi"},{"role":"agent","message":"first"},{"role":"user","message":"hi"},{"role":"agent","message":"second"}]""", "second" },
        { "even unanswered", """[{"role":"user","message":"hi"},{"role":"agent","message":"first"},{"role":"user","message":"hi"}]""", null },
        { "white space around it", """[{"role":"user","message":" hi\n"},{"role":"agent","message":"hello"}]""", "hello" },
        { "nothing said", """[{"role":"user","message":"hi"}]""", null },
        { "another text", """[{"role":"user","message":"bye"},{"role":"agent","message":"hello"}]""", null },
        { "nothing at all", "[]", null },
        { "odd items", """[null,7,{"role":5,"message":{}},{"role":"user"},{"role":"user","message":"hi"},{"role":"tool"},{"role":"agent","message":"hello"}]""", "hello" },
        { "no list", "\"none\"", null },
    };

    public async Task InitializeAsync() => _provider = await FakeElevenLabs.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, MemberData(nameof(Rows))]
    public async Task An_answer_is_found_in_the_transcript(string row, string transcript, string? answer)
    {
        _provider.Conversations["conv_1"] = $$"""{"conversation_id":"conv_1","status":"done","transcript":{{transcript}}}""";
        await using var adapter = new Adapter(_provider.BaseUrl);

        var found = await adapter.Connector.FindAnswer("conv_1", "hi", AskedAt, CancellationToken.None);

        Assert.True(found == answer, $"{row}: {found}");
    }

    /// <summary>Contacts write "?" and "ok" more than once.</summary>
    [Theory]
    [InlineData(-300, 10, null), InlineData(-300, 301, "hello"), InlineData(5, 0, "hello"), InlineData(-300, 295, "hello")]
    public async Task An_answer_to_the_same_text_of_before_is_none(int beginsAfterAsking, int secondsInCall, string? answer)
    {
        _provider.Conversations["conv_1"] = $$"""
            {"status":"done","metadata":{"start_time_unix_secs":{{AskedAt.ToUnixTimeSeconds() + beginsAfterAsking}}},
             "transcript":[{"role":"user","message":"hi","time_in_call_secs":{{secondsInCall}}},{"role":"agent","message":"hello","time_in_call_secs":{{secondsInCall + 2}}}]}
            """;
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Equal(answer, await adapter.Connector.FindAnswer("conv_1", "hi", AskedAt, CancellationToken.None));
    }

    [Fact]
    public async Task A_text_of_several_lines_is_found_whatever_ends_its_lines()
    {
        _provider.Conversations["conv_1"] = """{"status":"in-progress","transcript":[{"role":"user","message":"one\r\ntwo"},{"role":"agent","message":"yes"}]}""";
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Equal("yes", await adapter.Connector.FindAnswer("conv_1", "one\ntwo", AskedAt, CancellationToken.None));
    }

    [Theory]
    [InlineData("conv_unknown", "")]
    [InlineData("", "")]
    [InlineData("conv_1", "[]")]
    [InlineData("conv_1", "<html>")]
    [InlineData("conv_1", """{"status":"in-progress"}""")]
    public async Task What_cannot_be_read_holds_no_answer(string id, string body)
    {
        _provider.Conversations["conv_1"] = body;
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Null(await adapter.Connector.FindAnswer(id, "hi", AskedAt, CancellationToken.None));
    }

    [Fact]
    public async Task Without_the_provider_there_is_no_answer()
    {
        await using var adapter = new Adapter(new Uri("http://127.0.0.1:1"));

        Assert.Null(await adapter.Connector.FindAnswer("conv_1", "hi", AskedAt, CancellationToken.None));
    }

    [Fact]
    public void The_documented_transcript_is_read()
    {
        using var webhook = System.Text.Json.JsonDocument.Parse(Fixture.Text("webhook_post_call_transcription.json"));

        var answer = Transcript.AnswerTo("Hey, can you tell me, like, a fun fact about 11 Labs?", DateTimeOffset.UnixEpoch, webhook.RootElement.GetProperty("data"));

        Assert.StartsWith("I do not have access to fun facts", answer, StringComparison.Ordinal);
    }
}
