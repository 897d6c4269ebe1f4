namespace Orleans.WhatsApp.Simulator;

/// <summary>One button or one row of a list.</summary>
public sealed record Choice(string Id, string Title, string? Description = null);

public enum ChoiceKind
{
    Buttons,
    List,

    /// <summary>Quick replies of a template: the id is the payload.</summary>
    TemplateButtons,
}
