using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Meta;

public sealed class MetaLimitTests
{
    public static TheoryData<string, JsonObject, int> Refused => new()
    {
        { "no text", Text(""), 100 },
        { "4097 characters", Text(new string('a', 4097)), 100 },
        { "513 characters of callback data", With(Text("a"), "biz_opaque_callback_data", new string('a', 513)), 100 },
        { "no number", With(Text("a"), "to", "12"), 131009 },
        { "to oneself", With(Text("a"), "to", "15550001111"), 131021 },
        { "an unknown type", new JsonObject { ["type"] = "hologram" }, 131051 },
        { "no buttons", Buttons(), 131009 },
        { "four buttons", Buttons(("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")), 131009 },
        { "a title of 21 characters", Buttons(("1", new string('a', 21))), 131009 },
        { "an id of 257 characters", Buttons((new string('a', 257), "a")), 131009 },
        { "equal titles", Buttons(("1", "a"), ("2", "a")), 131009 },
        { "equal ids", Buttons(("1", "a"), ("1", "b")), 131009 },
        { "no body", Interactive("button", null, new JsonObject { ["buttons"] = new JsonArray() }), 131008 },
        { "a body of 1025 characters", Interactive("button", new string('a', 1025), new JsonObject { ["buttons"] = new JsonArray(Button("1", "a")) }), 131009 },
        { "eleven rows", List(Section("a", 11)), 131009 },
        { "eleven rows in two sections", List(Section("a", 5), Section("b", 6)), 131009 },
        { "two sections, one without a title", List(Section("a", 1), Section(null, 1)), 131008 },
        { "an unknown interactive type", Interactive("hologram", "a", []), 131009 },
        { "a caption of 1025 characters", Image(new string('a', 1025)), 100 },
        { "media that nobody uploaded", Image("a"), 100 },
        { "neither id nor link", new JsonObject { ["type"] = "image", ["image"] = new JsonObject() }, 131008 },
        { "a template without a language", new JsonObject { ["type"] = "template", ["template"] = new JsonObject { ["name"] = "a" } }, 131008 },
        { "a reaction to nothing", new JsonObject { ["type"] = "reaction", ["reaction"] = new JsonObject { ["emoji"] = "👍" } }, 131008 },
        { "a place that is not on earth", new JsonObject { ["type"] = "location", ["location"] = new JsonObject { ["latitude"] = 91, ["longitude"] = 0 } }, 131009 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_beyond_the_limits_is_refused(string what, JsonObject body, int code)
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");

        var answer = await stage.Send(body);

        Assert.True((400, code) == (answer.Status, MetaStage.Code(answer)), $"{what}: {answer.Status} {answer.Body.ToJsonString()}");
        Shape.MustBeLike(Shape.Recorded("constructed_api_error_100_http400"), answer.Body);
        Assert.Empty(stage.Ayse.Received);
    }

    public static TheoryData<string, JsonObject> Taken => new()
    {
        { "4096 characters, an emoji among them", Text(new string('a', 4095) + "👍") },
        { "three buttons", Buttons(("1", new string('a', 20)), ("2", "b"), ("3", "c")) },
        { "ten rows in two sections", List(Section("a", 4), Section("b", 6)) },
        { "one section without a title", List(Section(null, 10)) },
        { "a plus before the number", With(Text("a"), "to", "+905551234567") },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task What_is_within_the_limits_arrives(string what, JsonObject body)
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");

        var answer = await stage.Send(body);

        Assert.True(answer.Status is 200, $"{what}: {answer.Body.ToJsonString()}");
        Assert.Single(stage.Ayse.Received);
    }

    internal static JsonObject Buttons(params (string Id, string Title)[] buttons) =>
        Interactive("button", "Choose", new JsonObject { ["buttons"] = new JsonArray([.. buttons.Select(button => (JsonNode)Button(button.Id, button.Title))]) });

    internal static JsonObject List(params JsonObject[] sections) =>
        Interactive("list", "Choose", new JsonObject { ["button"] = "Open", ["sections"] = new JsonArray([.. sections]) });

    internal static JsonObject Section(string? title, int rows)
    {
        var section = new JsonObject
        {
            ["rows"] = new JsonArray([.. Enumerable.Range(1, rows).Select(row => (JsonNode)new JsonObject
            {
                ["id"] = $"{title}{row}",
                ["title"] = $"{title} {row}",
                ["description"] = $"Row {row}",
            })]),
        };
        if (title is not null) section["title"] = title;
        return section;
    }

    private static JsonObject Button(string id, string title) => new() { ["type"] = "reply", ["reply"] = new JsonObject { ["id"] = id, ["title"] = title } };

    private static JsonObject Interactive(string type, string? body, JsonObject action)
    {
        var interactive = new JsonObject { ["type"] = type, ["action"] = action };
        if (body is not null) interactive["body"] = new JsonObject { ["text"] = body };
        return new JsonObject { ["type"] = "interactive", ["interactive"] = interactive };
    }

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = new JsonObject { ["body"] = text } };

    private static JsonObject Image(string caption) =>
        new() { ["type"] = "image", ["image"] = new JsonObject { ["id"] = "1234567890", ["caption"] = caption } };

    private static JsonObject With(JsonObject body, string key, string value)
    {
        body[key] = value;
        return body;
    }
}
