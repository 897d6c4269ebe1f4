namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>What differs between the ways to WhatsApp, as data: nobody asks a channel which provider it is.</summary>
public sealed record ChannelAbilities
{
    /// <summary>How fast one account may send; null where the provider sets no pace of its own.</summary>
    public PaceRule? AccountPace { get; init; }

    /// <summary>How fast one account may send to one person.</summary>
    public PaceRule? RecipientPace { get; init; }

    /// <summary>How long after the contact's last message free text may be sent; null for ever.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How often the account is asked for news; null where the provider tells by itself.</summary>
    public TimeSpan? PollEvery { get; init; }

    /// <summary>One contact may come under several names (a number, a user id), so each name is looked up.</summary>
    public bool ContactsHaveSeveralNames { get; init; }

    public bool Buttons { get; init; }

    public bool Lists { get; init; }

    public bool Templates { get; init; }

    public bool Media { get; init; }

    /// <summary>A number is linked with an account id and a token instead of a QR code.</summary>
    public bool NeedsAccount { get; init; }
}

/// <summary>A token bucket: one token each <paramref name="Every"/>, and up to <paramref name="Burst"/> saved up.</summary>
public sealed record PaceRule(TimeSpan Every, int Burst)
{
    public static PaceRule PerMinute(int sends) => new(TimeSpan.FromMinutes(1) / sends, Math.Max(1, sends / 10));
}
