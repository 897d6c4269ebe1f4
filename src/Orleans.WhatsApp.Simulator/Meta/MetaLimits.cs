using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Interactive messages, held to their limits: 131008 for what is missing, 131009 for what is too long, too many or double.</summary>
internal sealed class MetaLimits
{
    public MetaProblem? Problem { get; private set; }

    /// <summary>In characters as people count them: an emoji outside the basic plane is one.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    public Draft? Read(JsonObject interactive)
    {
        Most(interactive.Object("footer")?.String("text"), 60, "Footer text");
        Most(interactive.Object("header")?.String("text"), 60, "Header text");
        var text = Between(interactive.Object("body")?.String("text"), 1, 1024, "Body text");
        var action = interactive.Object("action");
        Need(action is not null, 131008, "The parameter interactive['action'] is required.");
        var content = action is null ? null : interactive.String("type") switch
        {
            "button" => Buttons(action),
            "list" => List(action),
            "cta_url" => Link(action),
            "location_request_message" => new MessageContent.LocationRequest(),
            "flow" => Flow(action),
            var type => Unknown(type),
        };
        return Problem is null ? new Draft(text) { Content = content } : null;
    }

    private MessageContent.Choices Buttons(JsonObject action)
    {
        var buttons = action.Objects("buttons");
        Need(buttons.Count is >= 1 and <= 3, 131009, "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
        Need(buttons.All(button => button.String("type") is "reply"), 131009, "Button type must be 'reply'.");
        var choices = buttons.Select(button => button.Object("reply") ?? []).Select(reply => new Choice(
            Between(reply.String("id"), 1, 256, "Button id"),
            Between(reply.String("title"), 1, 20, "Button title"))).ToList();
        Unique(choices, choice => choice.Id, "Button ids");
        Unique(choices, choice => choice.Title, "Button titles");
        return new MessageContent.Choices(ChoiceKind.Buttons, choices);
    }

    private MessageContent.Choices List(JsonObject action)
    {
        var opens = Between(action.String("button"), 1, 20, "List button");
        var sections = action.Objects("sections");
        Need(sections.Count is >= 1 and <= 10, 131009, "Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
        foreach (var section in sections)
        {
            Most(section.String("title"), 24, "Section title");
            Need(sections.Count is 1 || section.String("title") is { Length: > 0 }, 131008, "Section title is required when there are several sections.");
        }

        var rows = sections.SelectMany(section => section.Objects("rows")).Select(row => new Choice(
            Between(row.String("id"), 1, 200, "Row id"),
            Between(row.String("title"), 1, 24, "Row title"),
            Most(row.String("description"), 72, "Row description"))).ToList();
        Need(rows.Count is >= 1 and <= 10, 131009, "Total row count exceed max allowed count: 10");
        Unique(rows, row => row.Id, "Row ids");
        return new MessageContent.Choices(ChoiceKind.List, rows, opens);
    }

    private MessageContent.Link Link(JsonObject action)
    {
        var parameters = action.Object("parameters") ?? [];
        Need(Uri.TryCreate(parameters.String("url"), UriKind.Absolute, out _), 131009, "The button's url is not valid.");
        return new MessageContent.Link(Between(parameters.String("display_text"), 1, 20, "Button text"), parameters.String("url") ?? "");
    }

    private MessageContent.Link Flow(JsonObject action)
    {
        var parameters = action.Object("parameters") ?? [];
        Need(parameters.String("flow_message_version") is "3", 131009, "flow_message_version must be '3'.");
        var title = Between(parameters.String("flow_cta"), 1, 20, "Flow button");
        return new MessageContent.Link(title, "flow:" + Between(parameters.String("flow_id"), 1, 64, "Flow id"));
    }

    private MessageContent? Unknown(string? type)
    {
        Need(false, 131009, $"Interactive type '{type}' is not supported.");
        return null;
    }

    private string Between(string? text, int least, int most, string what)
    {
        Need(text is not null, 131008, $"{what} is required.");
        Need(text is null || (Length(text) >= least && Length(text) <= most), 131009, $"{what} length invalid. Min length: {least}, Max length: {most}");
        return text ?? "";
    }

    private string? Most(string? text, int most, string what)
    {
        Need(text is null || Length(text) <= most, 131009, $"{what} length invalid. Max length: {most}");
        return text;
    }

    private void Unique(List<Choice> choices, Func<Choice, string> part, string what) =>
        Need(choices.DistinctBy(part).Count() == choices.Count, 131009, $"{what} must be unique.");

    private void Need(bool holds, int code, string otherwise)
    {
        if (!holds) Problem ??= new MetaProblem(code, otherwise);
    }
}
