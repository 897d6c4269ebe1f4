namespace Orleans.WhatsApp.Simulator;

/// <summary>What a message is besides text and files.</summary>
public abstract record MessageContent
{
    private MessageContent()
    {
    }

    /// <summary>What the contact may tap.</summary>
    internal virtual (ChoiceKind Kind, IReadOnlyList<Choice> Options) Offers => (ChoiceKind.Buttons, []);

    public sealed record Location(double Latitude, double Longitude, string? Name = null, string? Address = null) : MessageContent;

    public sealed record ContactCard(string Name, string Phone) : MessageContent;

    /// <summary>Reply buttons or a list; <paramref name="ButtonText"/> opens the list.</summary>
    public sealed record Choices(ChoiceKind Kind, IReadOnlyList<Choice> Options, string? ButtonText = null) : MessageContent
    {
        internal override (ChoiceKind Kind, IReadOnlyList<Choice> Options) Offers => (Kind, Options);
    }

    /// <summary>The contact tapped one of the <see cref="Choices"/> of the quoted message.</summary>
    public sealed record Chosen(ChoiceKind Kind, Choice Option) : MessageContent;

    /// <summary>An approved template; <paramref name="Parameters"/> in the order in which they were sent.</summary>
    public sealed record Template(string Name, string Language, IReadOnlyList<string> Parameters, IReadOnlyList<Choice> Buttons) : MessageContent
    {
        internal override (ChoiceKind Kind, IReadOnlyList<Choice> Options) Offers => (ChoiceKind.TemplateButtons, Buttons);
    }

    /// <summary>A button that opens an address.</summary>
    public sealed record Link(string Title, string Url) : MessageContent;

    /// <summary>The contact is asked for a location.</summary>
    public sealed record LocationRequest : MessageContent;

    public sealed record Order(string CatalogId, string ProductId, int Quantity, decimal Price, string Currency) : MessageContent;

    /// <summary>Something that the provider does not pass on, for example a poll.</summary>
    public sealed record Unsupported(string Type) : MessageContent;
}
