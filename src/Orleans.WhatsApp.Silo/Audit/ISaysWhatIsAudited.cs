namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>A body that has something to add to the audit trail.</summary>
internal interface ISaysWhatIsAudited
{
    /// <summary>Written as a small JSON object; what is null in it is left out. Never a password, a token, a message's text or a whole phone number.</summary>
    object Detail { get; }

    /// <summary>A finer word than the route's; null for that one.</summary>
    string? Action => null;
}

/// <summary>An answer that names what was made, or what it came to be about.</summary>
internal interface INamesItsSubject
{
    AuditSubject? Subject { get; }
}

/// <param name="Kind">chat, agent, user or tenant.</param>
internal sealed record AuditSubject(string Kind, Guid Id);
