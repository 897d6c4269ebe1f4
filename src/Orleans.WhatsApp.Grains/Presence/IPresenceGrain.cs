namespace Orleans.WhatsApp.Grains.Presence;

/// <summary>
/// Who has one chat open at this moment. Held in memory alone and gone with its silo: whoever is there says so again within seconds.
/// Key: <see cref="PresenceAddress"/>.
/// </summary>
[Alias("presence")]
public interface IPresenceGrain : IGrainWithStringKey
{
    /// <summary>The user is there. Repeated for as long as that holds; however many windows say so, it is one person.</summary>
    [Alias("show")]
    Task Show(Guid user, string name, bool isTyping);

    [Alias("leave")]
    Task Leave(Guid user);

    /// <summary>By name.</summary>
    [Alias("people")]
    Task<IReadOnlyList<PersonPresent>> People();
}

[GenerateSerializer, Alias("person-present")]
public sealed record PersonPresent([property: Id(0)] Guid User, [property: Id(1)] string Name, [property: Id(2)] bool IsTyping);

/// <summary>Who is in a chat now, for those who watch. It may come late or not at all; the next one says everything again.</summary>
[GenerateSerializer, Alias("presence-hint")]
public sealed record PresenceHint([property: Id(0)] Guid Chat, [property: Id(1)] IReadOnlyList<PersonPresent> People)
{
    /// <summary>The stream's name space; provider and key are the feed's.</summary>
    public const string Namespace = "presence";
}
