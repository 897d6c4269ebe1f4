namespace Orleans.WhatsApp.Simulator;

/// <summary>Everything that can go wrong with a call. "Accepted" means: the contact's phone has the message.</summary>
public abstract record ProviderFault
{
    private ProviderFault()
    {
    }

    /// <summary>Answers late. With <paramref name="AfterAccepting"/> the message is through before the wait, so a caller that gives up is mistaken.</summary>
    public sealed record Slow(TimeSpan Delay, bool AfterAccepting = false) : ProviderFault;

    /// <summary>
    /// Refuses with a status and the slug of <c>errors/&lt;slug&gt;</c> (Unipile), <c>detail.status</c> (ElevenLabs),
    /// the error code (Meta) or <c>detail</c> (Wappi).
    /// </summary>
    public sealed record Refuse(int Status, string Slug) : ProviderFault;

    /// <summary>Accepts, and answers with an error all the same.</summary>
    public sealed record RefuseAfterAccepting(int Status, string Slug) : ProviderFault;

    /// <summary>The connection breaks before anything happened.</summary>
    public sealed record DropBeforeAccepting : ProviderFault;

    /// <summary>Accepts, and the connection breaks before the answer.</summary>
    public sealed record DropAfterAccepting : ProviderFault;

    /// <summary>Accepts and names no message: <c>message_id: null</c>, or an empty <c>messages</c> (Meta).</summary>
    public sealed record AcceptWithoutMessageId : ProviderFault;
}
